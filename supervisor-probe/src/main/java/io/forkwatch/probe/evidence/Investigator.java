package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.Death;
import java.util.function.BooleanSupplier;

/** Asks each witness what it knows about a death. Reads files, so it belongs to the reporter's thread. */
public final class Investigator {
    private final BooleanSupplier killsWatched;
    private final CrashFiles crashFiles;

    /**
     * An investigator.
     *
     * @param killsWatched true as long as no call of destroy in this JVM can be missed
     * @param crashFiles where crashed JVMs leave their files
     */
    public Investigator(BooleanSupplier killsWatched, CrashFiles crashFiles) {
        this.killsWatched = killsWatched;
        this.crashFiles = crashFiles;
    }

    /** All that can be known about a death. */
    public Evidence investigate(Death death) {
        return Evidence.of(death, killsWatched.getAsBoolean()).withCrashFile(crashFiles.find(death));
    }
}

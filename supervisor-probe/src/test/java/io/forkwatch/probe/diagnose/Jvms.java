package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.evidence.perf.JvmFlags;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.JvmFigures;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Builds samples of a JVM for tests: one with G1 and 1,536 MiB of heap, seen as the child of {@link Deaths} died. */
public final class Jvms {
    private static final long MIB = 1 << 20;

    private ProcessKey key = new ProcessKey(4242, 99);
    private long nanos = Deaths.DEATH_NANOS;
    private String collector = "G1";
    private long usedMib = 1444;
    private double oldRatio = 0.5;
    private Optional<JvmFlags> flags = Optional.of(new JvmFlags(false, true, Optional.empty()));
    private FileFate file = FileFate.REMOVED;
    private boolean silent;

    /** Below the child. */
    public Jvms below(long pid) {
        key = new ProcessKey(pid, 7);
        return this;
    }

    public Jvms ageMillis(long millis) {
        nanos = Deaths.before(millis);
        return this;
    }

    public Jvms collector(String name) {
        collector = name;
        return this;
    }

    public Jvms usedMib(long mib) {
        usedMib = mib;
        return this;
    }

    public Jvms oldRatio(double ratio) {
        oldRatio = ratio;
        return this;
    }

    public Jvms flags(boolean exitOnOutOfMemoryError, boolean heapGiven) {
        flags = Optional.of(new JvmFlags(exitOnOutOfMemoryError, heapGiven, Optional.empty()));
        return this;
    }

    Jvms unknownFlags() {
        flags = Optional.empty();
        return this;
    }

    public Jvms file(FileFate fate) {
        file = fate;
        return this;
    }

    /** One that says nothing of its heap yet. */
    public Jvms silent() {
        silent = true;
        return this;
    }

    private JvmSample silentSample() {
        OptionalLong none = OptionalLong.empty();
        JvmFigures figures =
                new JvmFigures(key, nanos, "", "", none, none, none, false, OptionalDouble.empty(), none, none, none);
        return new JvmSample(key, OptionalLong.empty(), Optional.of(figures), flags, file);
    }

    JvmSample sample() {
        if (silent) {
            return silentSample();
        }
        JvmFigures figures = new JvmFigures(
                key,
                nanos,
                "surefirebooter.jar",
                collector,
                OptionalLong.of(usedMib * MIB),
                OptionalLong.of(1480 * MIB),
                OptionalLong.of(1536 * MIB),
                collector.equals("ZGC"),
                OptionalDouble.of(oldRatio),
                OptionalLong.of(3_100_000_000L),
                OptionalLong.of(212),
                OptionalLong.of(31));
        return new JvmSample(key, OptionalLong.of(1000), Optional.of(figures), flags, file);
    }
}

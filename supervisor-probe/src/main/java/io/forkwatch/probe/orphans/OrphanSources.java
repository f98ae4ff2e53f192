package io.forkwatch.probe.orphans;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;

/** What the orphans ask the register. Sampler thread only. */
public interface OrphanSources {
    /** What a process with this command would be called as a child, within the cap on kinds. */
    Kind kindOf(CommandLine command);

    /** The kind itself, or another one beyond the cap on kinds. */
    Kind admit(Kind kind);

    /** True if it is a living child or stands below one: then it is nobody's orphan. */
    boolean isInFlight(ProcessKey key);
}

package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;

/** What the kernel says of a process whose start no hook has told of in full. */
@Confined(Confined.To.SAMPLER)
final class ProcessFacts {
    private final ProcFs files;
    private final Auxv units;

    ProcessFacts(ProcFs files, Auxv units) {
        this.files = files;
        this.units = units;
    }

    /** Its command, proc_pid_cmdline(5); unknown if it is gone or hidden. */
    CommandLine command(long pid) {
        try {
            return new CommandLine(files.cmdline(pid));
        } catch (IOException gone) {
            return CommandLine.UNKNOWN;
        }
    }

    /** Its working directory; an empty text where that is hidden. */
    String directory(long pid) {
        return files.workingDirectory(pid).orElse("");
    }

    /** How long ago it started, by the clock of the kernel, 0 and up; 0 if that cannot be read. */
    long ageNanos(ProcessKey key) {
        try {
            return Math.max(0, files.uptime().upNanos() - units.ticksToNanos(key.starttimeTicks()));
        } catch (IOException hidden) {
            return 0;
        }
    }
}

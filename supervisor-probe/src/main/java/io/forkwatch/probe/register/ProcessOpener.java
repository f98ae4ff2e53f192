package io.forkwatch.probe.register;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.cgroup.ChildCgroup;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Opens, reads and closes the processes that the register follows. Sampler thread only: its buffers are reused. */
public final class ProcessOpener {
    /** A signal ended it: include/linux/sched.h. */
    private static final long PF_SIGNALED = 0x400;

    private static final int SIGNAL_BASE = 128;

    private static final String OUT_OF_DESCRIPTORS =
            "this JVM is out of file descriptors: half of ours are given back, looks are slower now";

    private final ProcFs procFs;
    private final StatReader reader;
    private final Auxv units;
    private final Trouble trouble;
    private final CgroupTracker memory;
    private final ByteSpan zombieText = new ByteSpan(1024);
    private final PidStat zombieStat = new PidStat();
    private boolean saidRanOut;

    /** An opener that shares the sampler's reader. */
    public ProcessOpener(ProcFs procFs, StatReader reader, Auxv units, Trouble trouble) {
        this.procFs = procFs;
        this.reader = reader;
        this.units = units;
        this.trouble = trouble;
        this.memory = new CgroupTracker(procFs);
    }

    /**
     * What came of opening a process.
     *
     * @param process the process; empty if it is gone, or lives but cannot be read
     * @param gone true if it is gone for certain
     */
    record Opened(Optional<TrackedProcess> process, boolean gone) {
        static final Opened NOT_TRIED = new Opened(Optional.empty(), false);
    }

    /** Starts to follow a process. */
    Opened open(long pid, String parentComm, long nanos) {
        try {
            StatHandle held = reader.hold(pid);
            sayIfOutOfDescriptors();
            return new Opened(Optional.of(follow(held, parentComm, nanos)), false);
        } catch (NoSuchProcessException goneOrHidden) {
            // With hidepid a process of another user looks as if it were gone: it is for the JDK to say so.
            return new Opened(Optional.empty(), !procFs.hidesOthers());
        } catch (IOException unreadable) {
            reportUnlessHidden(unreadable);
            return new Opened(Optional.empty(), false);
        }
    }

    private void sayIfOutOfDescriptors() {
        if (reader.ranOut() && !saidRanOut) {
            saidRanOut = true;
            trouble.report("descriptors", new IOException(OUT_OF_DESCRIPTORS));
        }
    }

    /** True if it lives at this moment. */
    boolean isThere(TrackedProcess process) {
        return process.isThere(reader);
    }

    // That others are hidden is a capability, told once, and no trouble.
    private void reportUnlessHidden(IOException unreadable) {
        if (!procFs.hidesOthers()) {
            trouble.report("open", unreadable);
        }
    }

    private TrackedProcess follow(StatHandle held, String parentComm, long nanos) throws IOException {
        try {
            return new TrackedProcess(held, reader.read(held), parentComm, units, nanos);
        } catch (IOException unreadable) {
            held.close();
            throw unreadable;
        }
    }

    /** How long ago a process started, by the clock of the kernel; 0 if that cannot be read. */
    long ageNanos(ProcessKey key) {
        try {
            return Math.max(0, procFs.uptime().upNanos() - units.ticksToNanos(key.starttimeTicks()));
        } catch (IOException hidden) {
            return 0;
        }
    }

    /** Where the memory groups of children are. */
    CgroupTracker memory() {
        return memory;
    }

    /** The watch over the memory group of a child that has just started. */
    ChildCgroup memoryOf(long pid, long nanos) {
        return memory.ofChild(pid, nanos);
    }

    /** The command of a process whose start was not seen in full. */
    CommandLine commandOf(long pid) {
        try {
            return new CommandLine(procFs.cmdline(pid));
        } catch (IOException gone) {
            return CommandLine.UNKNOWN;
        }
    }

    /**
     * Reads a zombie's last words; empty if there are none, they are somebody else's, or hidden. The kernel prints a
     * wait status of 0 to readers who may not trace the process: 0 beside another exit value means hidden. The flags never are.
     */
    Optional<FinalStat> lastWords(Zombie zombie) {
        if (zombie.stat().length == 0) {
            return Optional.empty();
        }
        try {
            zombieText.set(zombie.stat(), 0, zombie.stat().length);
            zombieStat.parse(zombieText);
        } catch (MalformedProcTextException lying) {
            trouble.report("zombie", lying);
            return Optional.empty();
        }
        if (zombieStat.pid() != zombie.pid() || zombieStat.state() != 'Z') {
            return Optional.empty();
        }
        return Optional.of(new FinalStat(
                ending(zombie.exitValue()),
                ownCpu().plus(waitedCpu()),
                ownCpu().totalNanos(),
                units.pagesToBytes(zombieStat.minflt())));
    }

    private Ending ending(int exitValue) {
        WaitStatus status = new WaitStatus(zombieStat.exitCode());
        if (status.exitValue() == exitValue) {
            return new Ending.Exact(status);
        }
        boolean signalled = (zombieStat.flags() & PF_SIGNALED) != 0;
        boolean sound = exitValue > 0 && (!signalled || exitValue > SIGNAL_BASE);
        return status.raw() == 0 && sound ? new Ending.Flags(exitValue, signalled) : new Ending.CodeOnly(exitValue);
    }

    private CpuTime ownCpu() {
        return new CpuTime(units.ticksToNanos(zombieStat.utimeTicks()), units.ticksToNanos(zombieStat.stimeTicks()));
    }

    private CpuTime waitedCpu() {
        return new CpuTime(units.ticksToNanos(zombieStat.cutimeTicks()), units.ticksToNanos(zombieStat.cstimeTicks()));
    }

    /** The working directory of a process whose start was not seen; an empty text where it is hidden. */
    String directoryOf(long pid) {
        return procFs.workingDirectory(pid).orElse("");
    }

    /** Looks at processes once, so that it is known which of them are gone. */
    void lookOnce(List<TrackedProcess> processes, long nanos) {
        for (TrackedProcess process : processes) {
            try {
                process.look(reader, units, nanos);
            } catch (IOException unreadable) {
                trouble.report("look", unreadable);
            }
        }
    }

    /** Lets a process, or another held file, go. */
    void close(Closeable held) {
        try {
            held.close();
        } catch (IOException notClosed) {
            trouble.report("close", notClosed);
        }
    }
}

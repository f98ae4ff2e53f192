package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.pid.PidGroup;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads how a process ended in the {@code stat} of its zombie, proc_pid_stat(5). Its buffers are reused. */
@Confined(Confined.To.SAMPLER)
final class FinalStatReader {
    /** A signal ended it: include/linux/sched.h. */
    private static final long PF_SIGNALED = 0x400;

    private final Auxv units;
    private final Trouble trouble;
    private final ByteSpan text = new ByteSpan(1024);
    private final PidStat stat = new PidStat();

    FinalStatReader(Auxv units, Trouble trouble) {
        this.units = units;
        this.trouble = trouble;
    }

    /**
     * The final stat; empty if there is none, it is somebody else's, or hidden. The kernel prints a wait status of 0 to
     * readers who may not trace the process: 0 beside another exit value means hidden. The flags never are.
     */
    Optional<FinalStat> read(Zombie zombie) {
        if (zombie.stat().length == 0) {
            return Optional.empty();
        }
        try {
            text.set(zombie.stat(), 0, zombie.stat().length);
            stat.parse(text);
        } catch (MalformedProcTextException lying) {
            trouble.report("zombie", lying);
            return Optional.empty();
        }
        if (stat.pid() != zombie.pid() || stat.state() != 'Z') {
            return Optional.empty();
        }
        return Optional.of(new FinalStat(
                ending(zombie.exitValue()),
                ownCpu().plus(waitedCpu()),
                ownCpu().totalNanos(),
                units.pagesToBytes(stat.minflt()),
                known(stat.ppid()),
                group()));
    }

    private OptionalLong group() {
        try {
            return known(PidGroup.parse(text).pgrp());
        } catch (MalformedProcTextException cut) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong known(long pid) {
        return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    private Ending ending(int exitValue) {
        WaitStatus status = new WaitStatus(stat.exitCode());
        if (status.exitValue() == exitValue) {
            return new Ending.Exact(status);
        }
        boolean signalled = (stat.flags() & PF_SIGNALED) != 0;
        boolean sound = exitValue > 0 && (!signalled || exitValue > WaitStatus.SIGNAL_BASE);
        return status.raw() == 0 && sound ? new Ending.Flags(exitValue, signalled) : new Ending.CodeOnly(exitValue);
    }

    private CpuTime ownCpu() {
        return new CpuTime(units.ticksToNanos(stat.utimeTicks()), units.ticksToNanos(stat.stimeTicks()));
    }

    private CpuTime waitedCpu() {
        return new CpuTime(units.ticksToNanos(stat.cutimeTicks()), units.ticksToNanos(stat.cstimeTicks()));
    }
}

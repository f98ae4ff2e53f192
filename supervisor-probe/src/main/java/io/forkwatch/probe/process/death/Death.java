package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.StderrRing;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything the supervisor's own process knew when a child ended, before any evidence is sought elsewhere. A value but
 * for {@code lateStderr}: when a death is made, the JDK's reaper has not yet read what is left of the stderr, and the sampler
 * waits for nothing. So the ring goes with it, and who gathers evidence freezes it into a {@link StderrTail}.
 *
 * @param child who
 * @param ending how, and how well that was seen
 * @param at wall clock of the end
 * @param nanos monotonic time of the end
 * @param lastSample the last sample with memory in it
 * @param peak most memory seen
 * @param doubt how old and how true these figures are
 * @param cpu CPU time of the child and of the descendants it waited for
 * @param cpuExact true if {@code cpu} is the kernel's final figure, false if it is that of the last sample
 * @param descendants descendants as they were last sampled, largest first, at most 10
 * @param kills requests of the supervisor to end this child, oldest first, then those to end a process below it
 * @param oom the kernel's counters of OOM kills; absent where they were not read, as at the clean exit of
 *     one that ran no others
 * @param limits limits that it may have run into by itself
 * @param lateStderr the last bytes of its stderr, to which more may come until it is complete; absent where nobody asked for them
 * @param around what else was there at its end
 */
public record Death(
        Child child,
        Ending ending,
        Instant at,
        long nanos,
        Optional<ProcessSample> lastSample,
        Peak peak,
        MemoryDoubt doubt,
        CpuTime cpu,
        boolean cpuExact,
        List<Descendant> descendants,
        List<Kill> kills,
        Optional<OomCounts> oom,
        LimitUse limits,
        Optional<StderrRing> lateStderr,
        Surroundings around) {
    public Death {
        descendants = List.copyOf(descendants);
        kills = List.copyOf(kills);
    }

    /** One of which no more is known than what its own samples saw. */
    public Death(
            Child child,
            Ending ending,
            Instant at,
            long nanos,
            Optional<ProcessSample> lastSample,
            Peak peak,
            MemoryDoubt doubt,
            CpuTime cpu,
            boolean cpuExact,
            List<Descendant> descendants,
            List<Kill> kills,
            Optional<OomCounts> oom,
            LimitUse limits,
            Optional<StderrRing> lateStderr) {
        this(
                child,
                ending,
                at,
                nanos,
                lastSample,
                peak,
                doubt,
                cpu,
                cpuExact,
                descendants,
                kills,
                oom,
                limits,
                lateStderr,
                Surroundings.UNKNOWN);
    }

    /** The bytes that texts of the host and of the child take in it, at most. */
    public long textBytes() {
        long bytes =
                child.textBytes() + lateStderr.map(StderrRing::capacityBytes).orElse(0);
        for (Kill kill : kills) {
            bytes += kill.textBytes();
        }
        bytes += around.textBytes();
        return bytes;
    }

    /** The same where there is no room for all that: without its stderr, and with the beginnings of texts. */
    public Death brief() {
        return new Death(
                child.brief(),
                ending,
                at,
                nanos,
                lastSample,
                peak,
                doubt,
                cpu,
                cpuExact,
                descendants,
                kills.stream().map(Kill::brief).toList(),
                oom,
                limits,
                Optional.empty(),
                around.brief());
    }

    /** The same with what else was there at its end. */
    public Death within(Surroundings seen) {
        return new Death(
                child,
                ending,
                at,
                nanos,
                lastSample,
                peak,
                doubt,
                cpu,
                cpuExact,
                descendants,
                kills,
                oom,
                limits,
                lateStderr,
                seen);
    }

    /** True if the kernel was writing its core dump when it was seen last: state I is that of no other process but a kernel thread. */
    public boolean wroteCore() {
        return around.coreDumping()
                || lastSample.filter(sample -> sample.state() == 'I').isPresent();
    }

    /** From start to end, by the monotonic clock. */
    public Duration lifetime() {
        return Duration.ofNanos(Math.max(0, nanos - child.startedNanos()));
    }
}

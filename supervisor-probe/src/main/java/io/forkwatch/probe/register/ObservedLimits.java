package io.forkwatch.probe.register;

import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.procfs.pid.PidLimits;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.OptionalLong;

/** The resource limits of one child as they were sampled last, getrlimit(2), and how much of them it has used. */
@Confined(Confined.To.SAMPLER)
final class ObservedLimits {
    private Optional<PidLimits> limits = Optional.empty();
    private boolean addressSpaceLimited;
    private long vmPeakBytes;

    /**
     * Keeps its limits.
     *
     * @param peakBytes the most address space that it has used so far; 0 if that is not known
     */
    void take(PidLimits now, long peakBytes) {
        limits = Optional.of(now);
        addressSpaceLimited = now.addressSpaceSoftBytes().isPresent();
        vmPeakBytes = Math.max(vmPeakBytes, peakBytes);
    }

    /** True if it has a limit of its address space. */
    boolean isAddressSpaceLimited() {
        return addressSpaceLimited;
    }

    /**
     * The limits that it may have run into.
     *
     * @param ownCpuNanos CPU time of the child alone
     * @param forksRefused processes and threads that were refused to its cgroup
     */
    LimitUse use(OptionalLong ownCpuNanos, OptionalLong forksRefused) {
        OptionalLong none = OptionalLong.empty();
        return new LimitUse(
                limits.isPresent(),
                limits.map(PidLimits::cpuSoftSeconds).orElse(none),
                limits.map(PidLimits::cpuHardSeconds).orElse(none),
                ownCpuNanos,
                limits.map(PidLimits::addressSpaceSoftBytes).orElse(none),
                vmPeakBytes > 0 ? OptionalLong.of(vmPeakBytes) : none,
                forksRefused);
    }
}

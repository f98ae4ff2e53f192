package io.forkwatch.probe.attach;

/** The way into a JVM that runs already. */
@FunctionalInterface
interface AttachApi {
    /**
     * Opens a JVM of this machine.
     *
     * @param pid a process that is known to be a JVM: any other would be killed by the knock
     */
    AttachedVm open(long pid) throws AttachFailure;
}

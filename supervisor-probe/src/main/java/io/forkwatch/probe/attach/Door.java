package io.forkwatch.probe.attach;

/** The way into a JVM that runs already. */
@FunctionalInterface
interface Door {
    /**
     * Opens a JVM of this machine.
     *
     * @param pid a process that is known to be a JVM: any other would be killed by the knock
     */
    RunningJvm open(long pid) throws AttachFailure;
}

package io.forkwatch.probe.attach;

import java.lang.instrument.Instrumentation;

/** The way to the commands of JVMs that run already. */
@FunctionalInterface
public interface JvmCommands {
    /**
     * Asks what can be asked from outside, as {@code attach} does, then knocks and connects: for ten seconds at most.
     *
     * @param pid of any process
     * @throws AttachFailure if it is no JVM that can be knocked at, or does not answer
     */
    CommandedJvm open(long pid) throws AttachFailure;

    /**
     * Those of this machine, by the attach API of this JVM.
     *
     * @param instrumentation opens the package of that API that the JDK keeps closed
     */
    static JvmCommands ofThisJvm(Instrumentation instrumentation) {
        return new HotSpotCommands(AttachPreconditions.ofThis(), instrumentation);
    }
}

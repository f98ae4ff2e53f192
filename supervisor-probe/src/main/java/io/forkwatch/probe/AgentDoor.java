package io.forkwatch.probe;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/**
 * What the entry finds by name behind the isolated loader. A functional type of the JDK, because a reflective call
 * makes JDK 25 write a dozen classes, on the host's main thread.
 */
public final class AgentDoor implements BiConsumer<String[], Instrumentation> {
    /** For the entry, by reflection. */
    public AgentDoor() {}

    /**
     * Turns Forkwatch on in this JVM, see {@link SupervisorProbe#start}.
     *
     * @param optionsAndVersion the agent's argument, and the version of Forkwatch
     * @throws IllegalStateException if it could not start; the cause says why
     */
    @Override
    public void accept(String[] optionsAndVersion, Instrumentation instrumentation) {
        try {
            SupervisorProbe.start(optionsAndVersion[0], instrumentation, optionsAndVersion[1]);
        } catch (ReflectiveOperationException | IOException fault) {
            throw new IllegalStateException(fault);
        }
    }
}

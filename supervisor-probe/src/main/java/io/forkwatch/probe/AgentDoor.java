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
     * @param said the agent's argument, the version of Forkwatch, and {@code attached} if this JVM runs already
     * @throws IllegalStateException if it could not start; the cause says why
     */
    @Override
    public void accept(String[] said, Instrumentation instrumentation) {
        try {
            SupervisorProbe.start(said[0], instrumentation, said[1], said[2].equals("attached"));
        } catch (ReflectiveOperationException | IOException fault) {
            throw new IllegalStateException(fault);
        }
    }
}

package io.forkwatch.probe;

import java.lang.instrument.Instrumentation;
import java.util.function.BiFunction;

/**
 * What the entry finds by name behind the isolated loader. A functional type of the JDK, because a reflective call
 * makes JDK 25 write a dozen classes, on the host's main thread.
 */
public final class AgentDoor implements BiFunction<String[], Instrumentation, Boolean> {
    /** For the entry, by reflection. */
    public AgentDoor() {}

    /**
     * Turns Forkwatch on in this JVM, see {@link SupervisorProbe#start}.
     *
     * @param said the agent's argument, the version of Forkwatch, and {@code attached} if this JVM runs already
     * @return whether it is on now; if not, a line has said why
     */
    @Override
    public Boolean apply(String[] said, Instrumentation instrumentation) {
        return SupervisorProbe.start(said[0], instrumentation, said[1], said[2].equals("attached"));
    }
}

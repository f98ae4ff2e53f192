package io.forkwatch.probe;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.lifecycle.ProbeLifecycle;
import io.forkwatch.probe.options.BadOption;
import io.forkwatch.probe.options.OptionParser;
import io.forkwatch.probe.options.ProbeOptions;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What premain calls: on the host's main thread it reads the options and waits for the first child, and nothing else.
 */
public final class SupervisorProbe {
    private SupervisorProbe() {}

    /**
     * Turns Forkwatch on in this JVM, or says in one line why it stays off.
     *
     * @param argument what follows {@code -javaagent:forkwatch.jar=}, or an empty text
     * @param version the version of Forkwatch
     * @param late true if this JVM runs already: its living children are then sought
     * @return whether it is on now
     */
    public static boolean start(String argument, Instrumentation instrumentation, String version, boolean late) {
        return start(argument, instrumentation, version, late, Optional.empty());
    }

    static boolean start(
            String argument, Instrumentation instrumentation, String version, boolean late, Optional<Stderr> stderr) {
        try {
            ProbeOptions options = OptionParser.ofThisJvm(argument);
            if (options.enabled()) {
                return new ProbeLifecycle(options, instrumentation, version, late).start();
            }
            say("is off by option: enabled=false", stderr);
        } catch (BadOption bad) {
            say(bad.line(), stderr);
        }
        return false;
    }

    private static void say(String line, Optional<Stderr> stderr) {
        (stderr.isPresent() ? stderr.get() : Stderr.ofThisJvm()).say(line);
    }

    /**
     * What the entry finds by name behind the isolated loader. A functional type of the JDK, because a reflective call
     * makes JDK 25 write a dozen classes, on the host's main thread.
     */
    public static final class Bootstrap implements BiFunction<String[], Instrumentation, Boolean> {
        /** For the entry, by reflection. */
        public Bootstrap() {}

        /**
         * Turns Forkwatch on in this JVM, see {@link SupervisorProbe#start}.
         *
         * @param said the agent's argument, the version of Forkwatch, and {@code attached} if this JVM runs already
         * @return whether it is on now; if not, a line has said why
         */
        @Override
        public Boolean apply(String[] said, Instrumentation instrumentation) {
            return start(said[0], instrumentation, said[1], said[2].equals("attached"));
        }
    }
}

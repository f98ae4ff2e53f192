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
 * What premain calls: on the host's main thread it reads the options and waits for the first child, and nothing else. And
 * what a supervisor asks that is compiled against this library: {@link #advice}.
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
        return open(argument, instrumentation, version, late, stderr).isPresent();
    }

    // Empty if it is off.
    private static Optional<ProbeLifecycle> open(
            String argument, Instrumentation instrumentation, String version, boolean late, Optional<Stderr> stderr) {
        try {
            ProbeOptions options = OptionParser.ofThisJvm(argument);
            if (options.enabled()) {
                ProbeLifecycle made = new ProbeLifecycle(options, instrumentation, version, late);
                return made.start() ? Optional.of(made) : Optional.empty();
            }
            say("is off by option: enabled=false", stderr);
        } catch (BadOption bad) {
            say(bad.line(), stderr);
        }
        return Optional.empty();
    }

    /**
     * Whether a child of this JVM should be recycled. For a supervisor with code of its own, which asks between two pieces
     * of work, and recycles there. Costs some microseconds, touches no process, and never throws: the agent that runs in this JVM
     * is asked, which keeps its classes to itself, so this library has to be on the class path beside it. Without a limit
     * nobody is advised. For any thread.
     *
     * @param process as {@link ProcessBuilder#start} has returned it
     * @return empty if it need not be: also where it has ended, is no child of this JVM, has no limit, or no agent is on here
     */
    public static Optional<RecycleAdvice> advice(Process process) {
        return RecycleAdvice.of(process);
    }

    private static void say(String line, Optional<Stderr> stderr) {
        (stderr.isPresent() ? stderr.get() : Stderr.ofThisJvm()).say(line);
    }

    /**
     * What the entry finds by name behind the isolated loader. A functional type of the JDK, because a reflective call
     * makes JDK 25 write a dozen classes, on the host's main thread.
     */
    public static final class Bootstrap implements BiFunction<String[], Instrumentation, Boolean> {
        private volatile Optional<ProbeLifecycle> opened = Optional.empty();

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
            opened = open(said[0], instrumentation, said[1], said[2].equals("attached"), Optional.empty());
            return opened.isPresent();
        }

        /**
         * Why a child should be recycled, for the entry, by reflection.
         *
         * @return empty, or as {@link RecycleAdvice} reads it
         */
        public String advice(long pid) {
            return opened.isPresent() ? opened.get().advice(pid) : "";
        }
    }
}

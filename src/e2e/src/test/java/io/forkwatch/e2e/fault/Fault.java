package io.forkwatch.e2e.fault;

import io.forkwatch.e2e.harness.Jdk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A row of the table: what is wrong with a host or around it, and what Forkwatch says then.
 *
 * @param name of the row
 * @param script a shell's, run in a new directory; what is wrong is made there, and {@code "$@"} is the JVM's command
 * @param tried false if the script always works; else it is tried with {@code true} for the JVM, and where that fails
 *     the row is skipped with what the shell says
 * @param jvmOptions before those that add Forkwatch; a JVM which does not know them makes the row skipped
 * @param laterOptions JVM options after those
 * @param environment variables to add
 * @param agentOptions beside the port
 * @param host what the host does, see {@link io.forkwatch.e2e.program.Faulty}
 * @param says what Forkwatch says
 * @param runtimes on which the row is run
 */
record Fault(
        String name,
        String script,
        boolean tried,
        List<String> jvmOptions,
        List<String> laterOptions,
        Map<String, String> environment,
        String agentOptions,
        String host,
        Says says,
        Predicate<Jdk> runtimes) {
    private static final String UNCHANGED = "exec \"$@\"";

    /** A row in which nothing is wrong yet. */
    static Fault of(String name) {
        return new Fault(name, UNCHANGED, false, List.of(), List.of(), Map.of(), "", "plain", Says.all(), jdk -> true);
    }

    /** Whether the JVM has to be asked if it knows the options. */
    boolean hasJvmOptions() {
        return !jvmOptions.isEmpty() || !laterOptions.isEmpty();
    }

    /** In these surroundings, which can be had everywhere. */
    Fault in(String newScript) {
        return new Fault(
                name, newScript, false, jvmOptions, laterOptions, environment, agentOptions, host, says, runtimes);
    }

    /** In these surroundings, where the machine and the user's rights allow them. */
    Fault whereAllowed(String newScript) {
        return new Fault(
                name, newScript, true, jvmOptions, laterOptions, environment, agentOptions, host, says, runtimes);
    }

    /** With these JVM options before Forkwatch. */
    Fault with(String... options) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.addAll(List.of(options));
        return new Fault(name, script, tried, all, laterOptions, environment, agentOptions, host, says, runtimes);
    }

    /** With these JVM options behind Forkwatch. */
    Fault behind(String... options) {
        return new Fault(
                name, script, tried, jvmOptions, List.of(options), environment, agentOptions, host, says, runtimes);
    }

    /** With this variable. */
    Fault environment(String variable, String value) {
        return new Fault(
                name,
                script,
                tried,
                jvmOptions,
                laterOptions,
                Map.of(variable, value),
                agentOptions,
                host,
                says,
                runtimes);
    }

    /** With these options of Forkwatch. */
    Fault options(String newOptions) {
        return new Fault(name, script, tried, jvmOptions, laterOptions, environment, newOptions, host, says, runtimes);
    }

    /** With a host that does something else. */
    Fault host(String newHost) {
        return new Fault(
                name, script, tried, jvmOptions, laterOptions, environment, agentOptions, newHost, says, runtimes);
    }

    /** Where Forkwatch says this. */
    Fault says(Says newSays) {
        return new Fault(
                name, script, tried, jvmOptions, laterOptions, environment, agentOptions, host, newSays, runtimes);
    }

    /** Only on these runtimes. */
    Fault on(Predicate<Jdk> newRuntimes) {
        return new Fault(
                name, script, tried, jvmOptions, laterOptions, environment, agentOptions, host, says, newRuntimes);
    }

    @Override
    public String toString() {
        return name;
    }
}

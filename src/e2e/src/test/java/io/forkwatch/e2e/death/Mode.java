package io.forkwatch.e2e.death;

import io.forkwatch.e2e.death.Scenario.Witness;
import io.forkwatch.e2e.harness.Shipped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a supervisor is run. */
enum Mode {
    /** As the user of these tests. */
    PLAIN(false, ""),
    /** The same, and the agent keeps the end of what children write to their standard error. */
    WITH_STDERR_TAIL(false, ",stderr.tail=4k"),
    /** As a user with no rights at all. */
    UNPRIVILEGED(true, ",stderr.tail=4k");

    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private final boolean unprivileged;
    private final String options;

    Mode(boolean unprivileged, String options) {
        this.unprivileged = unprivileged;
        this.options = options;
    }

    /** The options of the agent. */
    String agentOptions(Path log) {
        return "port=0,interval=100ms,summary=all,log.format=json,log=" + log + options;
    }

    /** A command, run as the user of this mode and without core dumps: those of a JVM are large. */
    List<String> command(List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"));
        if (unprivileged) {
            words.addAll(AS_NOBODY);
        }
        words.addAll(command);
        return words;
    }

    /** False where the tests may not become nobody, or nobody may not read the jar. */
    boolean possible() {
        return succeeds("test", "-r", Shipped.agentJar().toString());
    }

    /** What is to be heard in this mode on this machine. */
    Set<Witness> witnesses() {
        Set<Witness> witnesses = EnumSet.noneOf(Witness.class);
        // The log has the pids of the first namespace.
        if (succeeds("sh", "-c", "exec 3</dev/kmsg && test \"$(readlink /proc/self/ns/pid)\" = 'pid:[4026531836]'")) {
            witnesses.add(Witness.KERNEL_LOG);
        }
        if (!options.isEmpty()) {
            witnesses.add(Witness.STDERR_TAIL);
        }
        return witnesses;
    }

    private boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command(List.of(command)))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package io.forkwatch.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Faulty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One row on one JDK: the host alone and the host with Forkwatch, at the same time, in directories of their own.
 *
 * @param fault the row
 * @param jdk what runs the host
 */
record Trial(Fault fault, Jdk jdk) {
    /** Where Forkwatch writes in rows without a stderr. */
    static final String LOG = "forkwatch.log";

    /** Runs both and compares them. */
    void run() {
        if (fault.tried()) {
            skipUnlessWell(List.of("true"));
        }
        if (fault.hasJvmOptions()) {
            skipUnlessWell(command(Launch.of(jdk, "-version"), false));
        }
        Launch host = Program.of(jdk, Faulty.class, fault.host());
        Path place = Shipped.newDirectory("fault-" + fault.name().replaceAll("[^A-Za-z0-9]+", "-"));
        try (Supervisor alone = start(command(host, false), place, "alone");
                Supervisor watched = start(command(host, true), place, "watched")) {
            Outcome expected = end("alone", alone);
            Outcome seen = end("watched", watched);
            assertThat(expected.exitValue())
                    .as("the host alone: %s", expected)
                    .isIn(Faulty.EXIT_VALUE, Faulty.HALTED_IN_HOOK);
            assertSame(seen, expected);
            List<String> lines = lines(seen, place.resolve("watched").resolve(LOG));
            assertThat(fault.says().faultsOf(lines)).as(lines.toString()).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Launch launch, boolean watched) {
        Launch full = launch.withJvmOptions(fault.jvmOptions().toArray(String[]::new));
        if (watched) {
            full = full.watched("port=0" + (fault.agentOptions().isEmpty() ? "" : "," + fault.agentOptions()));
        }
        return full.withJvmOptions(fault.laterOptions().toArray(String[]::new)).command();
    }

    private Supervisor start(List<String> command, Path place, String name) throws IOException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", fault.script(), "sh"));
        words.addAll(command);
        return Supervisor.start(words, fault.environment(), Files.createDirectories(place.resolve(name)));
    }

    private static Outcome end(String which, Supervisor supervisor) {
        try {
            return plain(supervisor.awaitEnd());
        } catch (AssertionError stillRuns) {
            throw new AssertionError(which + ": " + WhereItHangs.describe(supervisor.pid()), stillRuns);
        }
    }

    /** Also where the host writes two bytes a letter, and we do not. */
    private static Outcome plain(Outcome outcome) {
        return new Outcome(
                outcome.exitValue(),
                outcome.stdout().replace("\0", ""),
                outcome.stderr().replace("\0", ""));
    }

    private static void assertSame(Outcome seen, Outcome expected) {
        assertThat(seen.stdout()).as("stdout, the children's ends in it").isEqualTo(expected.stdout());
        assertThat(withoutTimes(seen)).as("stderr").isEqualTo(withoutTimes(expected));
        assertThat(seen.exitValue()).as("exit code").isEqualTo(expected.exitValue());
    }

    /** What others wrote to stderr; the JVM begins its warnings with the time. */
    private static List<String> withoutTimes(Outcome outcome) {
        return Ours.notIn(outcome).stream()
                .map(line -> line.replaceFirst("^\\[\\d+[.,]\\d+s]", "[TIME]"))
                .toList();
    }

    private static List<String> lines(Outcome outcome, Path log) throws IOException {
        List<String> lines = new ArrayList<>(Ours.in(outcome));
        if (Files.isRegularFile(log)) {
            lines.addAll(Files.readAllLines(log));
        }
        lines.removeIf(line -> !line.startsWith("[forkwatch]"));
        return lines;
    }

    private void skipUnlessWell(List<String> command) {
        try (Supervisor attempt = start(command, Shipped.newDirectory("fault-tried"), "tried")) {
            Outcome outcome = attempt.awaitEnd();
            if (outcome.exitValue() != 0) {
                String reason = fault.name() + " on " + jdk + " cannot be had here: "
                        + (outcome.stdout() + outcome.stderr()).strip();
                System.out.println("skipped: " + reason);
                abort(reason);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

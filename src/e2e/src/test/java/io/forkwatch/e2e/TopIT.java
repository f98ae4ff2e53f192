package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The table in a terminal, and where there is none. */
final class TopIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    /** What a terminal would take for the name of its window. */
    private static final String TITLE = "\u001b]0;owned\u0007";

    private static final String OPEN = "\u001b[?1049h";
    private static final String CLOSE = "\u001b[?1049l";

    private static Supervisor launcher(Jdk jdk) {
        return launcher(jdk, "exec sleep 600", "x='" + TITLE + "'; while :; do sleep 0.1; done");
    }

    private static Supervisor launcher(Jdk jdk, String... scripts) {
        Supervisor launcher =
                Program.of(jdk, Obeys.class).watched("port=0,interval=200ms").start(Shipped.newDirectory("top"));
        launcher.awaitStdout("ready");
        for (String script : scripts) {
            launcher.writeLine("start " + script);
        }
        await("all of them")
                .atMost(PATIENCE)
                .until(() -> launcher.scrape().sum("forkwatch_children", Map.of()) == scripts.length);
        return launcher;
    }

    private static String url(Supervisor launcher) {
        return launcher.metricsUrl().resolve("/").toString();
    }

    private static List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of("-jar", Shipped.agentJar().toString(), "top"));
        words.addAll(List.of(arguments));
        return words;
    }

    private static Outcome top(Jdk jdk, String... arguments) {
        return Launch.of(jdk, words(arguments).toArray(String[]::new)).run("top-command");
    }

    @OnEveryJdk
    void inAPipeItIsPlainAndOnce(Jdk jdk) {
        try (Supervisor launcher = launcher(jdk)) {
            Outcome table = top(jdk, url(launcher), "--sort", "name");
            assertThat(table.exitValue()).isZero();
            assertThat(table.stderr()).isEmpty();
            assertThat(table.stdout().lines().limit(2).toList())
                    .satisfiesExactly(
                            head -> assertThat(head)
                                    .matches("Obeys, pid " + launcher.pid() + ", up .*, Java .*, Forkwatch .*"),
                            figures -> assertThat(figures).startsWith("2 children, "));
            assertThat(table.stdout())
                    .contains("\nchild ^  ", "\nsleep[0]  ", "\\u001b]0;owned")
                    .doesNotContain("\u001b", "\u0007");

            Outcome json = top(jdk, url(launcher), "--json");
            assertThat(json.stdout()).startsWith("{\"schema_version\":1,").endsWith("}\n");
        }
    }

    /** Others of this user may run beside it. */
    @OnEveryJdk
    void theSupervisorIsFoundByItsMarkerUntilItEnds(Jdk jdk) throws IOException {
        Path marker;
        try (Supervisor launcher = launcher(jdk, "exec sleep 20")) {
            marker = marker(launcher.pid());
            assertThat(marker.resolve("url")).hasContent(launcher.metricsUrl().toString());
            Outcome table = top(jdk);
            String address = url(launcher).replaceFirst("/$", "");
            if (table.exitValue() == 0) {
                assertThat(table.stdout()).startsWith("Obeys, pid " + launcher.pid() + ", ");
            } else {
                assertThat(table.exitValue()).isEqualTo(2);
                assertThat(table.stderr())
                        .contains("name one of them:\n", "\n    " + address + "  pid " + launcher.pid());
            }
            launcher.closeStdin();
            assertThat(launcher.awaitEnd().exitValue()).isZero();
            assertThat(marker.resolve("url")).doesNotExist();
            Outcome gone = top(jdk, address);
            assertThat(gone.exitValue()).isEqualTo(1);
            assertThat(gone.stderr())
                    .startsWith("forkwatch: top: " + address + ": nobody listens")
                    .containsOnlyOnce("\n");
        }
    }

    private static Path marker(long pid) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/tmp"))) {
            return all.filter(each -> String.valueOf(each.getFileName()).startsWith("forkwatch-" + pid + "-"))
                    .findAny()
                    .orElseThrow();
        }
    }

    @OnEveryJdk
    void inATerminalItIsRefreshedAndKeysNeedNoEnter(Jdk jdk) {
        try (Supervisor launcher = launcher(jdk);
                Supervisor terminal = terminal(jdk, url(launcher))) {
            terminal.awaitStdout("q quits");
            assertThat(terminal.stdout()).contains(OPEN, "memory v").doesNotContain(TITLE, CLOSE, "Enter");
            terminal.writeLine("c");
            terminal.awaitStdout("CPU v");
            launcher.writeLine("start exec sleep 601");
            terminal.awaitStdout("3 children");
            terminal.writeLine("q");
            assertGivenBack(terminal.awaitEnd(), 0);
        }
    }

    @OnEveryJdk
    void afterAnInterruptTheTerminalIsAsItWas(Jdk jdk) {
        try (Supervisor launcher = launcher(jdk);
                Supervisor terminal = terminal(jdk, url(launcher))) {
            terminal.awaitStdout("q quits");
            terminal.writeLine("\u0003");
            assertGivenBack(terminal.awaitEnd(), 130);
        }
    }

    /** What stands behind the table is what stty says after it. */
    private static void assertGivenBack(Outcome outcome, int exitValue) {
        String stdout = outcome.stdout();
        String after = stdout.substring(stdout.lastIndexOf(CLOSE));
        assertThat(after)
                .contains("ended with " + exitValue)
                .containsPattern("(?m)(^| )icanon\\b")
                .containsPattern("(^| )echo\\b");
    }

    private static Supervisor terminal(Jdk jdk, String url) {
        if (!Files.isExecutable(SCRIPT)) {
            System.out.println("skipped: no " + SCRIPT + ", of util-linux, to make a terminal");
            abort("no " + SCRIPT);
        }
        String top = String.join(
                " ", Launch.of(jdk, words(url).toArray(String[]::new)).command());
        List<String> command = List.of(
                SCRIPT.toString(), "-q", "-c", "trap : INT; " + top + "; echo ended with $?; stty -a", "/dev/null");
        try {
            return Supervisor.start(
                    command, Map.of("TERM", "xterm", "SHELL", "/bin/sh"), Shipped.newDirectory("top-terminal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

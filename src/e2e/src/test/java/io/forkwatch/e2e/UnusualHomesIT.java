package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.HoldsShell;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A supervisor as process 1, where the processes of others are hidden, and with children of another user. Every mount is
 * made in a namespace of the test's own, and what the kernel does not let is skipped with its words.
 */
final class UnusualHomesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> AS_PROCESS_1 = List.of("unshare", "--pid", "--fork", "--mount-proc");
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    /** Root without the right to see what others do, as in most containers; group 0 would see them all the same. */
    private static final List<String> WITHOUT_PTRACE = List.of(
            "setpriv", "--regid=65534", "--clear-groups", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace");

    private static final String DIES = "sleep 2; kill -9 $$";

    @OnEveryJdk
    void process1SeesTheEndOfItsChild(Jdk jdk) {
        Summary death = onlyDeath(run(AS_PROCESS_1, relay(jdk, List.of("sh", "-c", DIES))));

        assertThat(death.text("mechanism.certainty")).isEqualTo("exact");
        assertThat(death.number("mechanism.signal")).isEqualTo(9);
    }

    /** Orphans come to process 1, which does not wait for them: they are orphans and no children, also as zombies. */
    @OnEveryJdk
    void anOrphanThatComesToProcess1IsNoChildOfIt(Jdk jdk) {
        skipUnless(AS_PROCESS_1);
        Path directory = Shipped.newDirectory("process-1-orphan");
        Path log = directory.resolve("forkwatch.log");
        String script = "sleep 6 </dev/null >/dev/null 2>&1 & sleep 1";
        Launch launch = Program.of(jdk, HoldsShell.class, script)
                .watched("port=0,interval=200ms,orphan.age=1s,log.format=json,log=" + log);
        try (Supervisor supervisor = start(AS_PROCESS_1, launch, directory)) {
            await("an orphan").atMost(PATIENCE).until(() -> hasEvent(log, "orphan_found"));
            assertThat(scrape(log).sum("forkwatch_children", Map.of())).isZero();
            assertThat(scrape(log).sum("forkwatch_orphans", Map.of())).isEqualTo(1);
            await("its end").atMost(PATIENCE).until(() -> hasEvent(log, "orphan_gone"));
            assertThat(scrape(log).sum("forkwatch_children", Map.of())).isZero();
            supervisor.closeStdin();
            supervisor.awaitEnd();
        }
        assertThat(Summaries.read(log).deaths()).isEmpty();
        assertThat(Summaries.read(log).ofEvent("trouble")).isEmpty();
    }

    @OnEveryJdk
    void whereOthersAreHiddenThatIsACapabilityLessAndNothingElse(Jdk jdk) {
        List<String> home = hidden(2, AS_NOBODY);
        skipUnless(home);
        Path directory = Shipped.newDirectory("hidepid");
        Launch launch = Program.of(jdk, HoldsShell.class, DIES).watched("port=0,log.format=json");
        try (Supervisor supervisor = start(home, launch, directory)) {
            assertThat(supervisor.scrape().max("forkwatch_capability", Map.of("name", "process_tree")))
                    .hasValue(0);
            supervisor.awaitStdout("ended: 137");
            supervisor.closeStdin();
            Summary death = onlyDeath(supervisor.awaitEnd());
            assertThat(death.text("mechanism.certainty")).isEqualTo("exact");
            assertThat(death.number("last_sample.rss_bytes")).isPositive();
        }
    }

    @OnEveryJdk
    void whereTheyAreNotItIsNone(Jdk jdk) {
        Launch launch = Program.of(jdk, HoldsShell.class, "true").watched("port=0,log.format=json");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("not-hidden"))) {
            assertThat(supervisor.scrape().max("forkwatch_capability", Map.of("name", "process_tree")))
                    .hasValue(1);
            supervisor.closeStdin();
            supervisor.awaitEnd();
        }
    }

    @OnEveryJdk
    void aChildOfAnotherUserIsSeenByRoot(Jdk jdk) {
        skipUnless(AS_NOBODY);
        Summary death = onlyDeath(run(List.of(), relay(jdk, shellAsNobody())));

        assertThat(death.text("mechanism.certainty")).isEqualTo("exact");
        assertThat(death.number("last_sample.rss_bytes")).isPositive();
    }

    /** The kernel shows its wait status as 0 then: its flags and the exit value of the JDK have to do. */
    @OnEveryJdk
    void aChildOfAnotherUserThatMayNotBeTracedIsToldByItsFlags(Jdk jdk) {
        skipUnless(AS_NOBODY);
        Summary death = onlyDeath(run(WITHOUT_PTRACE, relay(jdk, shellAsNobody())));

        assertThat(death.text("mechanism.certainty")).isEqualTo("flags");
        assertThat(death.number("mechanism.exit_value")).isEqualTo(137);
    }

    /** A hidden child looks as if it were gone, for as long as it lives. */
    @OnEveryJdk
    void aChildThatIsHiddenIsNotTakenForDead(Jdk jdk) {
        for (int hidepid = 1; hidepid <= 2; hidepid++) {
            Summary death = onlyDeath(run(hidden(hidepid, WITHOUT_PTRACE), relay(jdk, shellAsNobody())));

            assertThat(death.text("mechanism.certainty")).isEqualTo("code_only");
            assertThat(death.number("mechanism.exit_value")).isEqualTo(137);
            assertThat(death.number("lifetime_seconds")).isGreaterThan(1.5);
        }
    }

    /** A process of its own is process 1 there, so that nothing outside is mounted anew on any kernel. */
    private static List<String> hidden(int hidepid, List<String> become) {
        String script = "mount -t proc -o hidepid=" + hidepid + " proc /proc || exit 99; \"$@\"; exit $?";
        List<String> home = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount", "sh", "-c", script, "sh"));
        home.addAll(become);
        return home;
    }

    private static List<String> shellAsNobody() {
        List<String> command = new ArrayList<>(AS_NOBODY);
        command.addAll(List.of("sh", "-c", DIES));
        return command;
    }

    private static Launch relay(Jdk jdk, List<String> command) {
        return Program.of(jdk, Relay.class, command.toArray(String[]::new))
                .watched("port=0,interval=200ms,log.format=json");
    }

    private static Outcome run(List<String> home, Launch launch) {
        skipUnless(home);
        try (Supervisor supervisor = start(home, launch, Shipped.newDirectory("home"))) {
            return supervisor.awaitEnd();
        }
    }

    /** Tries the home with a program that only has to be able to read the jar. */
    private static void skipUnless(List<String> home) {
        List<String> command = new ArrayList<>(home);
        command.addAll(List.of("test", "-r", Shipped.agentJar().toString()));
        try (Supervisor attempt = Supervisor.start(command, Map.of(), Shipped.newDirectory("home"))) {
            Outcome outcome = attempt.awaitEnd();
            if (outcome.exitValue() != 0) {
                System.out.println("skipped: not possible here: " + home + ": "
                        + outcome.stderr().strip());
                abort("not possible here: " + home);
            }
        } catch (IOException noSuchTool) {
            System.out.println("skipped: " + noSuchTool);
            abort(noSuchTool.toString());
        }
    }

    private static Supervisor start(List<String> home, Launch launch, Path directory) {
        List<String> command = new ArrayList<>(home);
        command.addAll(launch.command());
        try {
            return Supervisor.start(command, launch.environment(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Summary onlyDeath(Outcome outcome) {
        Summaries said = outcome.summaries();
        assertThat(said.ofEvent("trouble")).isEmpty();
        assertThat(said.deaths()).as(outcome.toString()).hasSize(1);
        return said.deaths().get(0);
    }

    private static boolean hasEvent(Path log, String event) {
        return !Summaries.read(log).ofEvent(event).isEmpty();
    }

    private static Scrape scrape(Path log) {
        return Scrape.of(
                URI.create(Summaries.read(log).ofEvent("started").get(0).text("url")));
    }
}

package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.HoldsChildren;
import io.forkwatch.e2e.program.OneChild;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A host in a pid namespace of its own, with the /proc of another one: every pid there is a stranger's. */
final class ForeignProcIT {
    private static final List<String> UNSHARE = List.of("unshare", "--pid", "--fork", "--kill-child");

    @OnEveryJdk
    void nobodyIsInventedAndTheExitValueIsTold(Jdk jdk) throws IOException {
        assumeTrue(run(List.of("true"), "foreign-probe").exitValue() == 0, "a pid namespace cannot be made here");
        Launch launch = Program.of(jdk, OneChild.class, "sleep 3; exit 5");

        Outcome alone = run(launch.command(), "foreign-alone");
        Outcome watched = run(launch.watched("port=0,interval=200ms").command(), "foreign");

        assertThat(watched.stdout()).isEqualTo(alone.stdout()).isEqualTo("child: 5\n");
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue()).isEqualTo(5);
        assertThat(Ours.in(watched))
                .filteredOn(line -> line.contains("another pid namespace"))
                .hasSize(1);
        assertThat(Ours.in(watched))
                .filteredOn(line -> line.contains("child died"))
                .singleElement()
                .asString()
                .contains("exit 5");
        assertThat(watched.stderr()).doesNotContain("vanished").doesNotContain("trouble");
    }

    @OnEveryJdk
    void whatItCannotDoThereItSaysItCannot(Jdk jdk) throws IOException {
        assumeTrue(run(List.of("true"), "foreign-probe").exitValue() == 0, "a pid namespace cannot be made here");
        Launch launch = Program.of(jdk, HoldsChildren.class, "2").watched("port=0,interval=200ms");

        try (Supervisor running = start(launch.command(), "foreign-held")) {
            running.awaitStdout("holding");
            Scrape scrape = running.scrape();

            assertThat(List.of("process_tree", "zombie_read", "cgroup_oom_counter", "perf_data", "kernel_log"))
                    .allSatisfy(name -> assertThat(scrape.max("forkwatch_capability", Map.of("name", name)))
                            .hasValue(0));
            assertThat(List.of("spawn_hook", "spawn_command", "kill_attribution"))
                    .allSatisfy(name -> assertThat(scrape.max("forkwatch_capability", Map.of("name", name)))
                            .hasValue(1));
            assertThat(scrape.series("forkwatch_child_resident_memory_bytes")).isEmpty();
            assertThat(scrape.sum("forkwatch_child_starts_total", Map.of())).isEqualTo(2);
            running.closeStdin();
            assertThat(running.awaitEnd().stdout()).isEqualTo("holding\nchild: 143\nchild: 143\n");
        }
    }

    /** A signal looks like an exit value of 128 and more there: it is not guessed. */
    @OnEveryJdk
    void whatOnlyTheZombieWouldTellIsUnknown(Jdk jdk) throws IOException {
        assumeTrue(run(List.of("true"), "foreign-probe").exitValue() == 0, "a pid namespace cannot be made here");
        Launch launch = Program.of(jdk, OneChild.class, "kill -9 $$").watched("port=0,interval=200ms");

        assertThat(Ours.in(run(launch.command(), "foreign-signal")))
                .filteredOn(line -> line.contains("child died"))
                .singleElement()
                .asString()
                .contains("unknown: exit value 137 means exit(137) or signal 9");
    }

    private static Supervisor start(List<String> command, String name) throws IOException {
        List<String> inside = new ArrayList<>(UNSHARE);
        inside.addAll(command);
        return Supervisor.start(inside, Map.of(), Shipped.newDirectory(name));
    }

    private static Outcome run(List<String> command, String name) throws IOException {
        try (Supervisor running = start(command, name)) {
            return running.awaitEnd();
        }
    }
}

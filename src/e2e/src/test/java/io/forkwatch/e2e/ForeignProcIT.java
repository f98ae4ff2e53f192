package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
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

    private static Outcome run(List<String> command, String name) throws IOException {
        List<String> inside = new ArrayList<>(UNSHARE);
        inside.addAll(command);
        try (Supervisor running = Supervisor.start(inside, Map.of(), Shipped.newDirectory(name))) {
            return running.awaitEnd();
        }
    }
}

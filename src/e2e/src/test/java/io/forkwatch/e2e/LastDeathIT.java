package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.EndsWithChild;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A supervisor that ends within milliseconds of its only child, on a machine that has no time for it. */
final class LastDeathIT {
    private static final int ROUNDS = 4;
    private static final int AT_ONCE = 5;
    private static final int BURNERS = 4;

    @OnEveryJdk
    void isToldUnderAnyLoad(Jdk jdk) throws IOException {
        List<Process> burners = new ArrayList<>();
        try {
            for (int i = 0; i < BURNERS; i++) {
                burners.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Outcome outcome : runAtOnce(jdk)) {
                    assertTold(outcome);
                }
            }
        } finally {
            burners.forEach(Process::destroyForcibly);
        }
    }

    private static List<Outcome> runAtOnce(Jdk jdk) {
        Launch launch = Program.of(jdk, EndsWithChild.class).watched("port=0");
        List<Supervisor> supervisors = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                supervisors.add(launch.start(Shipped.newDirectory("last-death")));
            }
            return supervisors.stream().map(Supervisor::awaitEnd).toList();
        } finally {
            supervisors.forEach(Supervisor::close);
        }
    }

    private static void assertTold(Outcome outcome) {
        assertThat(outcome.exitValue()).isEqualTo(3);
        String pid = " pid " + outcome.stdout().strip() + ' ';
        // In full or, where there was no time, in short.
        assertThat(outcome.stderrLines()).filteredOn(line -> line.contains(pid)).isNotEmpty();
    }
}

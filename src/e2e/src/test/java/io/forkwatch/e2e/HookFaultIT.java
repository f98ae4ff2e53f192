package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every hook fails, on the host's threads and on the reaper's small stack: the host does not notice. */
final class HookFaultIT {
    private static final Map<String, String> FAULTS = Map.of(
            "throw", "test.fault=throw",
            "overflow", "StackOverflowError",
            "memory", "OutOfMemoryError");
    /** Together they pass every hook: start, failed start, end and kill. */
    private static final String[] STORIES = {"apis", "missing", "exit3", "timeout"};

    @OnEveryJdk
    void theHostDoesNotNotice(Jdk jdk) {
        Launch launch = Launch.ofStories(jdk, STORIES);
        List<Supervisor> faulty = new ArrayList<>();
        try (Supervisor alone = launch.start(Shipped.newDirectory("hooks-alone"))) {
            FAULTS.keySet()
                    .forEach(fault -> faulty.add(launch.watched("port=0,test.fault=" + fault)
                            .start(Shipped.newDirectory("hooks-" + fault))));
            Outcome expected = alone.awaitEnd();
            assertThat(expected.exitValue()).isZero();
            assertThat(faulty).map(Supervisor::awaitEnd).allSatisfy(outcome -> {
                assertThat(outcome.stdout()).isEqualTo(expected.stdout());
                assertThat(outcome.exitValue()).isEqualTo(expected.exitValue());
            });
            assertThat(faulty)
                    .map(Supervisor::stderr)
                    .allSatisfy(stderr -> assertThat(stderr).contains("trouble in hook: "))
                    .allSatisfy(stderr ->
                            assertThat(stderr).containsAnyOf(FAULTS.values().toArray(new String[0])));
        } finally {
            faulty.forEach(Supervisor::close);
        }
    }
}

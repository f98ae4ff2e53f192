package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;

/** Every way that Java offers to start a process. */
final class ApisIT {
    private static final int VIRTUAL_THREADS = 21;

    @OnEveryJdk
    void aChildIsSeenWhicheverWayItIsStarted(Jdk jdk) {
        Launch launch = Launch.ofStories(jdk, "apis");
        Outcome alone = launch.run("apis-alone");
        Outcome watched = launch.watched("port=0,log.format=json").run("apis");

        assertThat(watched.stdout()).isEqualTo(alone.stdout());
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue()).isZero();
        assertThat(watched.summaries().deaths())
                .extracting(
                        death -> death.text("command"),
                        death -> (int) death.number("mechanism.raw_status"),
                        death -> death.text("mechanism.certainty"))
                .containsExactlyInAnyOrderElementsOf(expected(jdk));
    }

    /** Runtime.exec, ProcessBuilder.start, two of a pipeline and, where there is one, a virtual thread: 4 to 8. */
    private static List<Tuple> expected(Jdk jdk) {
        List<Tuple> expected = new ArrayList<>();
        for (int exitValue = 4; exitValue <= (jdk.feature() < VIRTUAL_THREADS ? 7 : 8); exitValue++) {
            expected.add(tuple("sh -c exit " + exitValue, exitValue << 8, "exact"));
        }
        return expected;
    }
}

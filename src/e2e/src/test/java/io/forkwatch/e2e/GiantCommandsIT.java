package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.program.GiantCommands;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Forkwatch keeps of a command is bounded in bytes: a host whose heap is nearly used up has as much as without it. */
final class GiantCommandsIT {
    /** None lives on, and more than the heap would hold with their commands. */
    static Stream<Arguments> living() {
        return Jdk.found().stream().flatMap(jdk -> Stream.of(Arguments.of(jdk, 0), Arguments.of(jdk, 50)));
    }

    @ParameterizedTest(name = "{0}: {1} live on")
    @MethodSource("living")
    void aSmallHeapIsEnoughForChildrenWithGiantCommands(Jdk jdk, int living) {
        Launch launch = Program.of(jdk, GiantCommands.class, Integer.toString(living))
                .withJvmOptions("-Xmx40m", "-XX:+UseSerialGC");

        Outcome alone = launch.run("giant-commands-alone");
        Outcome watched = launch.watched("port=0,summary=all").run("giant-commands");

        assertThat(alone.stdout()).isEqualTo("60 ok\n");
        assertThat(watched.stdout()).isEqualTo(alone.stdout());
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue()).isZero();
        assertThat(watched.stderr())
                .contains("[forkwatch]")
                .doesNotContain("OutOfMemoryError")
                .doesNotContain("is off");
    }
}

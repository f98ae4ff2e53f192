package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.MavenBuild;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Shipped;

/**
 * A program that Maven runs within its own JVM, in a thread group which it interrupts and clears at the end. The first
 * child is started there: none of our threads may be in that group, and none is disturbed.
 */
final class ExecJavaIT {
    private static final String OPTIONS = "MAVEN_OPTS";

    @OnEveryJdk
    void theEndOfTheProgramsThreadGroupIsAsWithoutTheAgent(Jdk jdk) {
        MavenBuild first = MavenBuild.ofProgram(jdk, "exec-alone");
        Outcome alone = first.run(OPTIONS, "-Dsome=option");
        MavenBuild second = MavenBuild.ofProgram(jdk, "exec-watched");
        Outcome watched = second.run(OPTIONS, Shipped.javaagent("port=0"));

        assertThat(second.printed(watched))
                .contains("program: 3", "program: interrupted", "BUILD SUCCESS")
                .isEqualTo(first.printed(alone));
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue()).isZero();
        assertThat(Ours.notIn(watched)).isEqualTo(Ours.notIn(alone));
        assertThat(Ours.in(watched).stream().filter(line -> line.startsWith("[forkwatch]")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).matches(Ours.START_LINE),
                        line -> assertThat(line).matches("\\[forkwatch] child died: .*: exit 3 \\(certain\\)"));
    }
}

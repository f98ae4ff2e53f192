package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.JarChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jar is written over while the JVM runs, as each build does: nothing changes, not even what is told. */
final class JarChangesIT {
    private static final List<String> WAYS = List.of("truncated", "garbage", "shifted");

    private static Outcome changed(Jdk jdk, String how, int millis) throws IOException {
        Path directory = Shipped.newDirectory("jar-" + how + millis);
        Path jar = Files.copy(Shipped.agentJar(), directory.resolve("copy.jar"));
        Launch launch = Program.of(jdk, JarChanges.class, jar.toString(), how, Integer.toString(millis))
                .withJvmOptions("-javaagent:" + jar + "=port=0");
        try (Supervisor supervisor = launch.start(directory)) {
            return supervisor.awaitEnd();
        }
    }

    @OnEveryJdk
    void inAJvmWithoutChildrenNobodyNotices(Jdk jdk) throws IOException {
        for (String how : WAYS) {
            Outcome outcome = changed(jdk, how, -1);

            assertThat(outcome.exitValue()).as(how).isZero();
            assertThat(outcome.stdout()).as(how).isEqualTo("done\n");
            assertThat(outcome.stderrLines()).as(how).allMatch(line -> line.startsWith("[forkwatch] "));
        }
    }

    /** The rest of the jar is read for the first child: where it is another one by then, a line says so. */
    @OnEveryJdk
    void beforeTheFirstChildItIsOffWithALine(Jdk jdk) throws IOException {
        for (String how : WAYS) {
            Outcome outcome = changed(jdk, how, -2);

            assertThat(outcome.exitValue()).as(how).isZero();
            assertThat(outcome.stdout()).as(how).isEqualTo("3\n137\n0\ndone\n");
            assertThat(outcome.stderrLines())
                    .as(how)
                    .singleElement()
                    .asString()
                    .startsWith("[forkwatch] is off, it could not start: ")
                    .contains("the jar of Forkwatch has changed");
        }
    }

    @OnEveryJdk
    void deathsGoOnBeingTold(Jdk jdk) throws IOException {
        for (int millis : new int[] {0, 100, 1_500}) {
            for (String how : WAYS) {
                Outcome outcome = changed(jdk, how, millis);

                assertThat(outcome.exitValue()).as(how).isZero();
                assertThat(outcome.stdout()).as(how).isEqualTo("3\n137\n0\ndone\n");
                assertThat(outcome.stderr())
                        .as(how)
                        .contains("SIGKILL")
                        .doesNotContain("\tat ", "Exception", "Error", "trouble");
            }
        }
    }
}

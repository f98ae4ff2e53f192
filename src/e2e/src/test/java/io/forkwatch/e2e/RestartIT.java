package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.RestartsJvms;
import java.nio.file.Path;
import java.util.List;

/** Supervisors that start the next JVM at once when one has ended: its start removes what the dead one left. */
final class RestartIT {
    @OnEveryJdk
    void anExitAtAnOutOfMemoryErrorIsToldThoughTheNextJvmStartsAtOnce(Jdk jdk) {
        List<Summary> deaths = deaths(jdk, "oome", "huge", "oome", "huge", "late", "sh:late");

        assertThat(deaths).hasSize(6).allSatisfy(death -> {
            assertThat(death.text("cause.reason")).isEqualTo("jvm_oome");
            assertThat(death.text("cause.rule")).isEqualTo("jvm_exit_on_oome");
            assertThat(death.text("cause.confidence")).isIn("certain", "likely");
            assertThat(death.texts("cause.evidence")).contains("perf_data_left", "exit_on_oome_option");
        });
    }

    @OnEveryJdk
    void anExitOfItsOwnIsNoneHoweverFullTheHeapIs(Jdk jdk) {
        List<Summary> deaths = deaths(jdk, "exit3", "exit3", "exit3");

        assertThat(deaths).hasSize(3).allSatisfy(death -> {
            assertThat(death.text("cause.rule")).isNotEqualTo("jvm_exit_on_oome");
            assertThat(death.text("cause.reason") + " " + death.text("cause.confidence"))
                    .isIn("error certain", "jvm_oome possible");
        });
    }

    private static List<Summary> deaths(Jdk jdk, String... how) {
        Path directory = Shipped.newDirectory("restart");
        try (Supervisor supervisor = Program.of(jdk, RestartsJvms.class, how)
                .watched("port=0,log.format=json,log=" + directory.resolve("forkwatch.log"))
                .start(directory)) {
            assertThat(supervisor.awaitEnd().exitValue()).isZero();
        }
        return Summaries.read(directory.resolve("forkwatch.log")).deaths();
    }
}

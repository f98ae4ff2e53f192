package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.ReadsStderr;
import io.forkwatch.e2e.program.RunsJvms;

/** With {@code stderr.tail} the supervisor reads the same bytes from the same object, and the summary says more. */
final class StderrTailIT {
    @OnEveryJdk
    void theSupervisorReadsWhatItReadsAlone(Jdk jdk) {
        Launch launch = Program.of(jdk, ReadsStderr.class);
        try (Supervisor alone = launch.start(Shipped.newDirectory("stderr-alone"));
                Supervisor watched =
                        launch.watched("port=0,stderr.tail=1k").start(Shipped.newDirectory("stderr-watched"))) {
            Outcome expected = alone.awaitEnd();
            assertThat(expected.exitValue()).isZero();
            assertThat(watched.awaitEnd().stdout()).isEqualTo(expected.stdout()).contains("after death: 11 bytes");
            assertThat(watched.stderr()).doesNotContain("trouble");
        }
    }

    @OnEveryJdk
    void theLastWordsOfAJvmSayWhyItEnded(Jdk jdk) {
        Launch launch = Program.of(jdk, RunsJvms.class, "heap", "worker", "stack", "exception", "secret")
                .watched("port=0,quiet=true,log.format=json,stderr.tail=64k");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("stderr-tail"))) {
            Summaries summaries = supervisor.awaitEnd().summaries();

            expect(summaries.ofCommand("Fails heap"), "jvm_oome", "certain", "out_of_memory_error");
            expect(summaries.ofCommand("Fails worker"), "ok", "certain", "thread_out_of_memory");
            expect(summaries.ofCommand("Fails stack"), "error", "likely", "uncaught_exception");
            expect(summaries.ofCommand("Fails exception"), "error", "likely", "uncaught_exception");
            assertThat(summaries.ofCommand("Fails exception").texts("stderr_tail"))
                    .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: no route to the depot");
            assertThat(summaries.ofCommand("Fails secret").json().toString())
                    .contains("--password ***")
                    .doesNotContain("hunter2");
        }
    }

    @OnEveryJdk
    void withoutTheOptionNothingIsKept(Jdk jdk) {
        Launch launch = Program.of(jdk, RunsJvms.class, "exception").watched("port=0,quiet=true,log.format=json");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("stderr-off"))) {
            Summary death = supervisor.awaitEnd().summaries().ofCommand("Fails exception");

            expect(death, "error", "certain", "error");
            assertThat(death.has("stderr_tail")).isFalse();
        }
    }

    private static void expect(Summary death, String reason, String confidence, String rule) {
        assertThat(death.text("cause.reason")).as(death.toString()).isEqualTo(reason);
        assertThat(death.text("cause.confidence")).as(death.toString()).isEqualTo(confidence);
        assertThat(death.text("cause.rule")).as(death.toString()).isEqualTo(rule);
    }
}

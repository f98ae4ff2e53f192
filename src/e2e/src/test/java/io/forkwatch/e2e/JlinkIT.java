package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Runtimes made for one application, without most of the JDK's modules. */
final class JlinkIT {
    @TempDir
    Path directory;

    @OnEveryJdk
    void theSmallestRuntimeThatTakesAnAgentLosesOnlyThePort(Jdk jdk) throws IOException {
        assertOnlyThePortIsOff(runtime(jdk, "java.base,java.instrument"));
    }

    @OnEveryJdk
    void aRuntimeWithLoggingLosesOnlyThePort(Jdk jdk) throws IOException {
        assertOnlyThePortIsOff(runtime(jdk, "java.base,java.instrument,java.logging"));
    }

    @OnEveryJdk
    void aRuntimeWithTheServerButWithoutLoggingHasThePort(Jdk jdk) throws IOException {
        Jdk runtime = runtime(jdk, "java.base,java.instrument,jdk.httpserver");
        Launch launch = Launch.ofStories(runtime, "exit3", "hold").watched("port=0");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("jlink"))) {
            supervisor.awaitStderr("/metrics");

            assertThat(supervisor.scrape().series("forkwatch_build_info")).hasSize(1);
        }
    }

    private static void assertOnlyThePortIsOff(Jdk runtime) {
        Launch launch = Launch.ofStories(runtime, "apis", "exit3", "hold");
        Outcome alone = run(launch, "");
        Outcome watched = run(launch.watched("port=0,log.format=json"), "no metrics port");

        assertThat(watched.stdout()).isEqualTo(alone.stdout());
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue()).isZero();
        Summaries summaries = watched.summaries();
        assertThat(summaries.ofEvent("started")).singleElement().matches(started -> !started.has("url"));
        assertThat(summaries.ofEvent("notice"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text("message"))
                        .startsWith("no metrics port: ")
                        .contains("jdk.httpserver"));
        assertThat(summaries.deaths())
                .hasSizeGreaterThanOrEqualTo(5)
                .allMatch(death -> death.text("mechanism.certainty").equals("exact"));
        assertThat(summaries.all()).hasSize(2 + summaries.deaths().size());
    }

    /** Holds it until stderr has a text. */
    private static Outcome run(Launch launch, String text) {
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("jlink"))) {
            supervisor.awaitStderr(text);
            supervisor.closeStdin();
            return supervisor.awaitEnd();
        }
    }

    private Jdk runtime(Jdk jdk, String modules) throws IOException {
        Path jlink = jdk.home().resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) {
            skip(jdk + " has no jlink");
        }
        Path image = directory.resolve("runtime");
        List<String> command = List.of(
                jlink.toString(),
                "--add-modules",
                modules,
                "--no-header-files",
                "--no-man-pages",
                "--output",
                image.toString());
        try (Supervisor making = Supervisor.start(command, Map.of(), Shipped.newDirectory("jlink-image"))) {
            Outcome made = making.awaitEnd();
            if (made.exitValue() != 0) {
                skip("jlink of " + jdk + " made no runtime: " + made.stdout() + made.stderr());
            }
        }
        return new Jdk(image, jdk.feature());
    }

    private static void skip(String reason) {
        System.out.println("skipped: " + reason);
        abort(reason);
    }
}

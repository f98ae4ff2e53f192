package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** Where the metrics are found, and what happens where the port is not free. */
final class PortIT {
    private static final int RANGE = 20;

    @OnEveryJdk
    void aRangeTakesItsFirstFreePort(Jdk jdk) throws IOException {
        try (ServerSocket taken = take()) {
            int first = taken.getLocalPort();
            Launch launch = hold(jdk, "port=" + first + "-" + (first + RANGE));
            try (Supervisor supervisor = launch.start(Shipped.newDirectory("port"))) {
                assertThat(supervisor.metricsUrl().getPort()).isBetween(first + 1, first + RANGE);
                assertThat(supervisor.scrape().series("forkwatch_build_info")).hasSize(1);
                assertThat(end(supervisor).stderrLines()).hasSize(1);
            }
        }
    }

    @OnEveryJdk
    void aTakenPortIsOneLineAndIsTakenOverOnceItIsFree(Jdk jdk) throws IOException {
        ServerSocket taken = take();
        int port = taken.getLocalPort();
        try (taken;
                Supervisor supervisor = hold(jdk, "port=" + port).start(Shipped.newDirectory("port"))) {
            supervisor.awaitStderr("port=" + port);
            supervisor.awaitStdout("waiting");
            assertThat(supervisor.stderr()).doesNotContain("http://");
            taken.close();

            assertThat(supervisor.metricsUrl().getPort()).isEqualTo(port);
            assertThat(supervisor.scrape().series("forkwatch_build_info")).hasSize(1);
            Outcome outcome = end(supervisor);
            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stderrLines())
                    .as("the start line, the port that is taken, the port that is had")
                    .hasSize(3)
                    .filteredOn(line -> line.contains("port=" + port))
                    .hasSize(1);
        }
    }

    @OnEveryJdk
    void anUnusableHostIsOneLineAndTheRestWorks(Jdk jdk) {
        Launch launch = Launch.ofStories(jdk, "exit3", "hold").watched("host=203.0.113.1,port=0");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("host"))) {
            supervisor.awaitStderr("host=203.0.113.1");
            Outcome outcome = end(supervisor);

            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stderrLines())
                    .filteredOn(line -> line.contains("203.0.113.1"))
                    .singleElement()
                    .asString()
                    .startsWith("[forkwatch] no metrics port: host=203.0.113.1 ");
            assertThat(outcome.stderrLines()).anyMatch(line -> line.startsWith("[forkwatch] child died: "));
        }
    }

    /** The page and the JSON cost who has no visitors nothing. */
    @OnEveryJdk
    void whatNobodyAsksForIsNotEvenLoaded(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("port");
        Path classes = directory.resolve("classes");
        Launch launch = hold(jdk, "port=0").withJvmOptions("-Xlog:class+load:file=" + classes);
        try (Supervisor supervisor = launch.start(directory)) {
            supervisor.awaitStdout("waiting");
            supervisor.scrape();
            assertThat(classes)
                    .content()
                    .contains("publish.http.ProbeServer")
                    .doesNotContain("publish.api.", "publish.page.");

            for (String path : List.of("/", "/api/v1/children")) {
                try (InputStream in =
                        supervisor.metricsUrl().resolve(path).toURL().openStream()) {
                    assertThat(in.readAllBytes()).isNotEmpty();
                }
            }
            assertThat(classes).content().contains("publish.api.", "publish.page.");
        }
    }

    private static Launch hold(Jdk jdk, String options) {
        return Launch.ofStories(jdk, "hold").watched(options);
    }

    private static Outcome end(Supervisor supervisor) {
        supervisor.closeStdin();
        return supervisor.awaitEnd();
    }

    private static ServerSocket take() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}

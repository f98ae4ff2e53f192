package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.FewDescriptors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The supervisor has used up its descriptors; Forkwatch, which lives on the same ones, must not make it worse. */
final class FewDescriptorsIT {
    private static final int EXIT_VALUE = 6;
    private static final int CONNECTIONS = 400;

    @OnEveryJdk
    void aHostWithoutDescriptorsFaresAsItDoesAlone(Jdk jdk) throws IOException {
        Launch launch = Program.of(jdk, FewDescriptors.class);
        Path directory = Shipped.newDirectory("descriptors");
        Outcome alone = runWithin64(launch, Shipped.newDirectory("descriptors-alone"));
        Outcome watched = runWithin64(launch.watched("port=0"), directory);

        assertThat(alone.stdout()).contains("none left: ", "Too many open files", "many left: " + EXIT_VALUE);
        assertThat(watched.stdout()).isEqualTo(alone.stdout());
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue()).isEqualTo(EXIT_VALUE);
        assertThat(watched.stderr()).contains(": exit " + EXIT_VALUE + " (certain)\n");
    }

    @OnEveryJdk
    void silentConnectionsToThePortDoNotTakeThemAway(Jdk jdk) throws IOException {
        Launch launch = Launch.ofStories(jdk, "exit3", "hold", "exit3");
        Path directory = Shipped.newDirectory("silent");
        List<Socket> silent = new ArrayList<>();
        try (Supervisor alone = start(256, launch, Shipped.newDirectory("silent-alone"));
                Supervisor watched = start(256, launch.watched("port=0"), directory)) {
            watched.awaitStdout("waiting");
            InetSocketAddress port = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), watched.metricsUrl().getPort());
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket();
                silent.add(socket);
                socket.connect(port);
            }

            assertThat(watched.scrape().sum("forkwatch_dropped_total", Map.of("what", "connections")))
                    .isPositive();
            Outcome outcome = end(watched);
            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stdout()).isEqualTo(end(alone).stdout());
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static Outcome end(Supervisor supervisor) {
        supervisor.closeStdin();
        return supervisor.awaitEnd();
    }

    private static Outcome runWithin64(Launch launch, Path directory) throws IOException {
        try (Supervisor supervisor = start(64, launch, directory)) {
            return supervisor.awaitEnd();
        }
    }

    private static Supervisor start(int descriptors, Launch launch, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"));
        command.addAll(launch.command());
        return Supervisor.start(command, Map.of(), directory);
    }
}

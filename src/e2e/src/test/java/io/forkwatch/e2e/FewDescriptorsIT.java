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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The supervisor has used up its descriptors; Forkwatch, which lives on the same ones, must not make it worse. */
final class FewDescriptorsIT {
    private static final int EXIT_VALUE = 6;

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

    private static Outcome runWithin64(Launch launch, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 64; exec \"$@\"", "sh"));
        command.addAll(launch.command());
        try (Supervisor supervisor = Supervisor.start(command, Map.of(), directory)) {
            return supervisor.awaitEnd();
        }
    }
}

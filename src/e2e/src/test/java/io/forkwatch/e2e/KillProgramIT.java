package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.KillsByProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Supervisors that end their children through a program that they start: kill, pkill, a shell. */
final class KillProgramIT {
    @OnEveryJdk
    void theKillOfAProgramIsTheSupervisors(Jdk jdk) {
        List<Summary> deaths = deaths(
                jdk,
                "kill -9 %",
                "kill -TERM -- -%",
                "bash -c|kill -TERM -%",
                "sh -c|kill -9 % 2>/dev/null || true",
                "pkill -9 -P @");

        assertThat(deaths).hasSize(5).allSatisfy(death -> {
            assertThat(death.text("cause.reason")).isEqualTo("killed_by_supervisor");
            assertThat(death.text("cause.rule")).isEqualTo("killed_through_program");
            assertThat(death.text("cause.confidence")).isEqualTo("likely");
            assertThat(death.texts("killed_by.stack").get(0)).contains("KillsByProgram.end(KillsByProgram.java:");
            assertThat(death.number("killed_by.victim_pid")).isEqualTo(death.number("pid"));
        });
    }

    @OnEveryJdk
    void whatDidNotKillItIsNotBlamed(Jdk jdk) {
        List<Summary> deaths = deaths(jdk, "kill -0 %", "sh -c|echo kill -9 %", "sh -c|kill -9 %0 2>/dev/null; :");

        assertThat(deaths).hasSize(3).allSatisfy(death -> {
            assertThat(death.text("cause.reason")).isNotEqualTo("killed_by_supervisor");
            assertThat(death.number("mechanism.signal")).isEqualTo(9);
        });
    }

    @OnEveryJdk
    void whatAScriptOrAProcessBelowAnotherChildDidIsPossible(Jdk jdk) {
        List<Summary> deaths = deaths(
                jdk,
                "bash cleanup %",
                "./cleanup.sh %",
                "sh -c|cd . && sh ./cleanup.sh %; true",
                "python3 -c|import os; os.kill(%, 9)",
                "sh -c|bash -c 'sleep 1.6; kill -9 %'; true");

        assertThat(deaths).hasSize(5).allSatisfy(death -> {
            assertThat(death.text("cause.reason")).isEqualTo("killed_by_supervisor");
            assertThat(death.text("cause.rule")).isEqualTo("perhaps_killed_through_program");
            assertThat(death.text("cause.confidence")).isEqualTo("possible");
            assertThat(death.number("killed_by.victim_pid")).isEqualTo(death.number("pid"));
            assertThat(death.texts("killed_by.stack").get(0)).contains("KillsByProgram.end(KillsByProgram.java:");
        });
        assertThat(deaths.get(4).has("killed_by.child_pid")).isTrue();
    }

    private static List<Summary> deaths(Jdk jdk, String... commands) {
        Path directory = Shipped.newDirectory("kill-program");
        write(directory.resolve("cleanup"), "# Ends one.\nkill -9 \"$1\"\n");
        write(directory.resolve("cleanup.sh"), "#!/bin/sh\nkill -KILL \"$@\"\n");
        try (Supervisor supervisor = Program.of(jdk, KillsByProgram.class, commands)
                .watched("port=0,log.format=json,log=" + directory.resolve("forkwatch.log"))
                .start(directory)) {
            assertThat(supervisor.awaitEnd().exitValue()).isZero();
        }
        return Summaries.read(directory.resolve("forkwatch.log")).deaths().stream()
                .filter(death -> death.has("mechanism.signal"))
                .toList();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

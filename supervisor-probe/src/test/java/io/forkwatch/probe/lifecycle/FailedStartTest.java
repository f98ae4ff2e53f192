package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.AgentJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that fail, in a JVM of their own with a real bridge and real edits: off is off for real. */
class FailedStartTest {
    private static final String OFF = "[forkwatch] is off, it could not start: ";
    private static final String NOTHING_LEFT = "STOPPED, marker false, threads [], child exit 3, kept false";
    private static final String ALL_ON =
            "STARTED, marker true, threads [forkwatch-reporter, forkwatch-sampler], child exit 3, kept false";

    @TempDir
    private Path directory;

    private List<String> run(String how) throws IOException {
        Path place = Files.createDirectory(directory.resolve("place"));
        return AgentJvm.run(directory, FailingHost.class, List.of(), how, place.toString());
    }

    @Test
    void aWholeStartIsOn() throws IOException {
        assertThat(run("not")).contains(ALL_ON).noneMatch(line -> line.startsWith(OFF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sampler", "reporter"})
    void aThreadThatCannotStartItsDutyIsOffForReal(String thread) throws IOException {
        List<String> said = run(thread);

        assertThat(said)
                .filteredOn(line -> line.startsWith(OFF))
                .singleElement()
                .asString()
                .contains("clock of forkwatch-" + thread)
                .endsWith("; the application goes on without it");
        assertThat(said).contains(NOTHING_LEFT);
    }

    @Test
    void aBridgeThatIsRefusedIsOffForRealAndTheOtherCopyGoesOn() throws IOException {
        List<String> said = run("second");

        assertThat(said)
                .filteredOn(line -> line.startsWith(OFF))
                .singleElement()
                .asString()
                .contains("LinkageError");
        assertThat(said).contains("first: " + ALL_ON, "second: STOPPED");
    }
}

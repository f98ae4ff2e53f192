package io.forkwatch.probe.evidence.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.agent.child.BlackBoxFile;
import io.forkwatch.agent.child.RealBox;
import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in a marker. Process 4242 and those below it are gone, this JVM lives. */
class BlackBoxesTest {
    @TempDir
    private Path directory;

    private final List<String> troubles = new ArrayList<>();
    private Path marker = Path.of("");
    private BlackBoxes boxes = boxes();

    @BeforeEach
    void aMarkerAndAProc() throws IOException {
        marker = Files.createDirectory(directory.resolve("marker"));
        Path proc = Files.createDirectory(directory.resolve("proc"));
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(proc.resolve("self/stat"), stat(1));
        Files.createDirectory(proc.resolve("77"));
        Files.writeString(proc.resolve("77/stat"), stat(77));
        boxes = boxes();
    }

    private static String stat(long pid) {
        return pid + " (java) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 700 4096 25 1 1 1\n";
    }

    private BlackBoxes boxes() {
        return new BlackBoxes(
                marker,
                new ProcFs(directory == null ? Path.of("/proc") : directory.resolve("proc")),
                Clocks.system(),
                (what, fault) -> troubles.add(what + ": " + fault.getMessage()));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(marker)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private Optional<OwnWord> last() {
        return boxes.last(Deaths.byExit(3).death());
    }

    @Test
    void theWordOfTheDeadIsReadAndItsFileRemoved() throws IOException {
        new RealBox(marker, 4242, 99, 4242).beat("mine");

        assertThat(last().orElseThrow().status()).isEqualTo("mine");
        assertThat(names()).isEmpty();
        assertThat(last()).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void ofAShellItIsThatOfTheJvmBelowWhichWroteLast() throws IOException {
        new RealBox(marker, 4250, 100, 4242).beat("first");
        new RealBox(marker, 4251, 101, 4242).beat("second");
        new RealBox(marker, 4260, 102, 4259).beat("of another");

        assertThat(last().orElseThrow().status()).isEqualTo("second");
        assertThat(names()).containsExactly(BlackBoxFile.name(4260, 102, 4259));
    }

    @Test
    void itsOwnWordComesBeforeThatOfOneBelow() throws IOException {
        new RealBox(marker, 4242, 99, 4242).beat("own");
        new RealBox(marker, 4251, 101, 4242).beat("below");

        assertThat(last().orElseThrow().status()).isEqualTo("own");
    }

    @Test
    void oneThatLivesIsNotItsLastWord() throws IOException {
        new RealBox(marker, 77, 700, 4242).beat("alive");

        assertThat(last()).isEmpty();
        assertThat(boxes.living()).singleElement().satisfies(word -> {
            assertThat(word.status()).isEqualTo("alive");
            assertThat(word.root()).isEqualTo(4242);
        });
        assertThat(names()).hasSize(1);
    }

    @Test
    void aPidThatWasGivenAwayAgainIsAnotherProcess() throws IOException {
        new RealBox(marker, 77, 699, 77).beat("before");

        assertThat(boxes.living()).isEmpty();
    }

    /** Whoever tells of a death has it a moment later. */
    @Test
    void theSweepRemovesWhoWasGoneTheLastTime() throws IOException {
        new RealBox(marker, 4251, 101, 4242).beat("gone");
        new RealBox(marker, 77, 700, 77).beat("alive");
        Files.writeString(marker.resolve("state"), "not ours");

        boxes.sweep();
        assertThat(names()).hasSize(3);
        boxes.sweep();
        assertThat(names()).containsExactly(BlackBoxFile.name(77, 700, 77), "state");
    }

    @Test
    void aLinkIsNotFollowedAndCostsALine() throws IOException {
        new RealBox(directory, 4242, 99, 4242).beat("elsewhere");
        String name = BlackBoxFile.name(4242, 99, 4242);
        Files.createSymbolicLink(marker.resolve(name), directory.resolve(name));

        assertThat(last()).isEmpty();
        assertThat(troubles).singleElement().asString().contains("not a regular file");
        assertThat(directory.resolve(name)).exists();
        assertThat(names()).isEmpty();
    }

    @Test
    void garbageAHugeFileADirectoryAndAnothersFileCostALineEach() throws IOException {
        Files.writeString(marker.resolve(BlackBoxFile.name(4242, 99, 4242)), "x".repeat(4096));
        Files.write(marker.resolve(BlackBoxFile.name(4250, 99, 4242)), new byte[5000]);
        Files.createDirectory(marker.resolve(BlackBoxFile.name(4252, 99, 4242)));
        new RealBox(directory, 4299, 99, 4242).beat("");
        Files.move(
                directory.resolve(BlackBoxFile.name(4299, 99, 4242)),
                marker.resolve(BlackBoxFile.name(4253, 99, 4242)));

        assertThat(last()).isEmpty();

        assertThat(troubles)
                .hasSize(4)
                .anyMatch(line -> line.contains("does not begin as one"))
                .anyMatch(line -> line.contains("larger than 4096 bytes"))
                .anyMatch(line -> line.contains("a directory"))
                .anyMatch(line -> line.contains("is of another process than its name says"));
    }

    @Test
    void namesThatAreNotOursAreLeftAlone() throws IOException {
        for (String name :
                List.of("jvm-", "jvm-1", "jvm-1-2", "jvm-1-2-3-4", "jvm-01-2-4242", "jvm--1-2-3", "jvm-x-y-z")) {
            Files.writeString(marker.resolve(name), "");
        }

        assertThat(last()).isEmpty();
        assertThat(names()).hasSize(7);
        assertThat(troubles).isEmpty();
    }
}

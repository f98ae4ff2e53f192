package io.forkwatch.probe.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.event.LeftBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
    private static final String HERE = "pid:[4026531836]";
    private static final String HEAD = "forkwatch state 1 " + HERE + "\n";
    private static final LeftBehind TOLD = new LeftBehind(
            new ProcessKey(4711, 184467),
            new Kind("surefire-fork"),
            4242,
            Optional.of(Instant.ofEpochSecond(1_795_340_000)),
            7);
    private static final LeftBehind NEW =
            new LeftBehind(new ProcessKey(4712, 184480), new Kind("worker"), 4242, Optional.empty(), 7);

    @TempDir
    private Path directory;

    private StateFile file = new StateFile(Path.of(""), HERE, "");

    @BeforeEach
    void aFileOfThisNamespace() {
        file = new StateFile(directory, HERE, "");
    }

    private static List<LeftBehind> take(StateFile from) {
        Optional<Claim> claim = from.claim(StateFile.NAME, "forkwatch-1-2", 7);
        claim.ifPresent(StateFileTest::forget);
        return claim.map(Claim::processes).orElse(List.of());
    }

    private static void forget(Claim claim) {
        try {
            Files.delete(claim.file());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void aListOfAnotherPlaceStays() throws IOException {
        StateFile mine = new StateFile(directory, HERE, "aa");
        new StateFile(directory, HERE, "bb").write(List.of(NEW));

        assertThat(take(mine)).isEmpty();
        assertThat(mine.read(StateFile.NAME, 7)).contains(List.of(NEW));
        assertThat(directory.resolve(StateFile.NAME)).content().startsWith("forkwatch state 1 " + HERE + " bb\n");
    }

    @Test
    void aListOfNoPlaceOrOfOurOwnIsTaken() throws IOException {
        StateFile mine = new StateFile(directory, HERE, "aa");
        file.write(List.of(NEW));
        assertThat(take(mine)).containsExactly(NEW);

        mine.write(List.of(TOLD));
        assertThat(take(mine)).containsExactly(TOLD);
    }

    @Test
    void whatIsReleasedCanBeClaimedAgain() throws IOException {
        file.write(List.of(NEW));

        file.claim(StateFile.NAME, "forkwatch-1-2", 7).orElseThrow().release();

        assertThat(take(file)).containsExactly(NEW);
    }

    @Test
    void whatIsWrittenIsTakenOnce() throws IOException {
        file.write(List.of(TOLD));
        file.write(List.of(TOLD, NEW));

        assertThat(take(file)).containsExactly(TOLD, NEW);
        assertThat(take(file)).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsDeletedLeavesTheDirectoryEmpty() throws IOException {
        file.write(List.of(NEW));
        file.delete();
        file.delete();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aListOfAnotherNamespaceStays() throws IOException {
        new StateFile(directory, "pid:[1]", "").write(List.of(NEW));

        assertThat(take(file)).isEmpty();
        assertThat(directory.resolve(StateFile.NAME)).exists();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), HEAD + "1 2 worker 3 -\n");
        Files.createSymbolicLink(directory.resolve(StateFile.NAME), elsewhere);

        assertThat(take(file)).isEmpty();
    }

    @Test
    void writingDoesNotFollowALinkEither() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "keep me");
        Files.createSymbolicLink(directory.resolve("state.new"), precious);

        assertThatThrownBy(() -> file.write(List.of(NEW))).isInstanceOf(IOException.class);
        assertThat(precious).hasContent("keep me");
    }

    @Test
    void readsLikeThis() {
        assertThat(StateFile.format(HERE, List.of(TOLD, NEW))).isEqualTo(HEAD + """
                4711 184467 surefire-fork 4242 1795340000
                4712 184480 worker 4242 -
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4712 184480 worker 4242",
                "4712 184480 worker 4242 - -",
                "0 184480 worker 4242 -",
                "-1 184480 worker 4242 -",
                "4712 -1 worker 4242 -",
                "4712 184480 Worker! 4242 -",
                "4712 184480 worker x -",
                "4712 184480 worker 4242 soon",
                "99999999999999999999 184480 worker 4242 -",
                "",
                " "
            })
    void linesThatDoNotReadSoAreLeftOut(String line) {
        assertThat(StateFile.parse(HEAD + line + "\n4712 184480 worker 4242 -\n", 7))
                .containsExactly(NEW);
    }

    @Test
    void aCutLineIsLeftOut() {
        assertThat(StateFile.parse(HEAD + "4712 184480 worker 4242 -\n4713 18", 7))
                .containsExactly(NEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "forkwatch state 2\n4712 184480 worker 4242 -\n", "4712 184480 worker 4242 -\n"})
    void anotherFormatHoldsNothing(String text) {
        assertThat(StateFile.parse(text, 7)).isEmpty();
    }

    @Test
    void aCrowdIsCutAtWholeLines() throws IOException {
        file.write(Collections.nCopies(10_000, TOLD));

        assertThat(Files.size(directory.resolve(StateFile.NAME))).isLessThanOrEqualTo(StateFile.MOST_BYTES);
        assertThat(take(file)).hasSizeGreaterThan(1_000).containsOnly(TOLD);
    }

    @Tag("fuzz")
    @FuzzTest(maxDuration = "1m")
    void whateverIsWrittenThereIsAListOfProcesses(byte[] input) {
        String text = HEAD + new String(input, StandardCharsets.ISO_8859_1);
        List<LeftBehind> found = StateFile.parse(text, 7);
        assertThat(StateFile.parse(StateFile.format(HERE, found), 7)).isEqualTo(found);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoListIsPassedOver(OddFile odd) throws IOException {
        odd.make(directory.resolve(StateFile.NAME));

        assertThat(take(file)).isEmpty();
    }

    @Test
    void ofAnEndlessListTheBeginningIsTaken() throws IOException {
        Path state = OddFile.HUGE.make(directory.resolve(StateFile.NAME));
        try (RandomAccessFile huge = new RandomAccessFile(state.toFile(), "rw")) {
            huge.writeBytes(HEAD + "4712 184480 worker 4242 -\n");
        }

        assertThat(take(file)).containsExactly(NEW);
        assertThat(directory).isEmptyDirectory();
    }

    /** A marker's directory may have been there before. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "DIRECTORY",
                "DANGLING_LINK",
                "LINK_TO_HUGE",
                "LINK_TO_DIRECTORY",
                "FIFO",
                "LINK_TO_FIFO",
                "LINK_TO_ENDLESS_DEVICE",
                "LINK_TO_FULL_DEVICE"
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatStandsWhereTheNewListGoesIsNotWrittenTo(OddFile odd) throws IOException {
        odd.make(directory.resolve("state.new"));

        assertThatThrownBy(() -> file.write(List.of(NEW))).isInstanceOf(FileSystemException.class);
        assertThat(directory.resolve(StateFile.NAME)).doesNotExist();
    }

    @Test
    void whatAFailedWriteLeftIsReplaced() throws IOException {
        Files.writeString(directory.resolve("state.new"), "forkwatch st");

        file.write(List.of(NEW));

        assertThat(take(file)).containsExactly(NEW);
    }
}

package io.forkwatch.probe.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.process.Tally;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CappedFileTest {
    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private Path old = Path.of("");
    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private final Tally dropped = new Tally();
    private final List<String> troubles = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void nameTheFiles() {
        file = directory.resolve("exits.jsonl");
        old = directory.resolve("exits.jsonl.1");
    }

    @Test
    void appendsALineForEachRecord() throws IOException {
        Files.writeString(file, "before\n");
        ExitsFile sink = sink(100);
        sink.write("one");
        sink.write("été");
        assertThat(file).hasContent("before\none\nété\n");
        assertThat(old).doesNotExist();
        assertThat(troubles).isEmpty();
    }

    @Test
    void isMadeAtOnceSoThatOneSeesIt() throws IOException {
        sink(100);
        assertThat(file).isEmptyFile();
    }

    @Test
    void aFileWithoutDirectoryIsAnErrorThatNamesIt() {
        file = directory.resolve("missing/exits.jsonl");
        assertThatThrownBy(() -> sink(100)).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatWouldGetTooLargeIsMovedAway() throws IOException {
        ExitsFile sink = sink(8);
        for (String record : List.of("one", "two", "3", "four")) {
            sink.write(record);
        }
        assertThat(old).hasContent("one\ntwo\n");
        assertThat(file).hasContent("3\nfour\n");
    }

    @Test
    void onlyOneOldFileIsKept() throws IOException {
        ExitsFile sink = sink(4);
        for (String record : List.of("one", "two", "six")) {
            sink.write(record);
        }
        assertThat(file).hasContent("six\n");
        assertThat(old).hasContent("two\n");
        assertThat(directory)
                .isDirectoryNotContaining(entry -> !List.of(file, old).contains(entry));
    }

    @Test
    void aRecordLongerThanTheFileMayBeIsWrittenAllTheSame() throws IOException {
        ExitsFile sink = sink(4);
        sink.write("longer than four");
        sink.write("next");
        assertThat(old).hasContent("longer than four\n");
        assertThat(file).hasContent("next\n");
    }

    @Test
    void followsAFileThatSomebodyElseMoved() throws IOException {
        ExitsFile sink = sink(100);
        sink.write("one");
        Files.move(file, directory.resolve("elsewhere"));
        sink.write("two");
        assertThat(file).hasContent("two\n");
    }

    @Test
    void whatCannotBeWrittenIsToldOnceUntilItCanBeAgain() throws IOException {
        ExitsFile sink = sink(100);
        Files.delete(file);
        Files.createDirectory(file);
        sink.write("late");
        sink.write("late too");
        assertThat(troubles)
                .singleElement()
                .asString()
                .startsWith("exits.file: ")
                .contains(file.toString());
        Files.delete(file);
        sink.write("one");
        sink.write("two");
        assertThat(file).hasContent("late\nlate too\none\ntwo\n");
        assertThat(troubles).hasSize(1);
        assertThat(notices).containsExactly("exits.file can be written again: records that had to wait: 3, lost: 0");
        assertThat(dropped.read()).isEmpty();
    }

    @Test
    void severalSinksLoseAndTearNothingButWhatTheCapTakes() throws Exception {
        writeAtOnce(20_000, 30);
        // 120 records are a little more than one file holds, so one rotation must have kept them all.
        List<String> lines = new ArrayList<>(Files.readAllLines(old));
        lines.addAll(Files.readAllLines(file));
        assertThat(lines).hasSize(120).allMatch(CappedFileTest::isWhole);
        assertThat(troubles).isEmpty();
    }

    /** While one moves the full file away, its name stands for nothing: another one may have found it full just before. */
    @Test
    void severalSinksThatMoveTheFileAwayAtOnceAreNoTrouble() throws Exception {
        writeAtOnce(400, 2000);
        assertThat(troubles).isEmpty();
        assertThat(Files.readAllLines(old)).isNotEmpty().allMatch(CappedFileTest::isWhole);
    }

    /** Four sinks of one file, each on a thread of its own. */
    private void writeAtOnce(long maxBytes, int recordsEach) throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            ExitsFile sink = sink(maxBytes);
            String record = "{\"writer\":" + writer + ",\"text\":\"" + "x".repeat(200) + "\"}";
            writers.add(() -> {
                for (int i = 0; i < recordsEach; i++) {
                    sink.write(record);
                }
                return true;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        for (Future<Boolean> done : threads.invokeAll(writers)) {
            done.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    private static boolean isWhole(String line) {
        return line.matches("[{].*x{200}\"}");
    }

    private ExitsFile sink(long maxBytes) throws IOException {
        return new ExitsFile(
                file, maxBytes, notices::add, (what, fault) -> troubles.add(what + ": " + fault.getMessage()), dropped);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DIRECTORY",
                "LINK_TO_DIRECTORY",
                "FIFO",
                "LINK_TO_FIFO",
                "LINK_TO_ENDLESS_DEVICE",
                "LINK_TO_FULL_DEVICE"
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileIsRefusedAtOnce(OddFile odd) throws IOException {
        odd.make(file);

        assertThatThrownBy(() -> sink(100))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(file + ": ");
    }

    /** As somebody may do who rotates logs. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "DIRECTORY",
                "LINK_TO_DIRECTORY",
                "FIFO",
                "LINK_TO_FIFO",
                "LINK_TO_ENDLESS_DEVICE",
                "LINK_TO_FULL_DEVICE"
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileAnyMoreIsToldOnceAndNotWaitedFor(OddFile odd) throws IOException {
        ExitsFile sink = sink(10);
        sink.write("before");
        Files.delete(file);
        odd.make(file);

        sink.write("late, and longer than all may be");
        sink.write("late too");
        Files.delete(file);
        sink.write("after");

        assertThat(troubles).singleElement().asString().startsWith("exits.file: " + file + ": ");
        assertThat(Files.readString(old) + Files.readString(file)).endsWith("late too\nafter\n");
        assertThat(dropped.read()).isEmpty();
    }

    /** rename(2) puts the full file in its place, unless it is a directory. */
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whateverStandsWhereTheOldFileGoesIsNotWaitedFor(OddFile odd) throws IOException {
        odd.make(old);
        ExitsFile sink = sink(8);

        sink.write("before");
        sink.write("after");

        assertThat(troubles).hasSize(odd == OddFile.DIRECTORY ? 1 : 0);
        assertThat(file).hasContent(odd == OddFile.DIRECTORY ? "before\n" : "after\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/stderr", "/dev/stdout", "/dev/fd/1"})
    void aDescriptorOfTheApplicationIsRefused(String descriptor) {
        file = Path.of(descriptor);

        assertThatThrownBy(() -> sink(100)).hasMessage(descriptor + ": a descriptor of the application");
    }
}

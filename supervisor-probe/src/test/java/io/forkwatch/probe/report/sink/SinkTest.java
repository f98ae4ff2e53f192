package io.forkwatch.probe.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.report.Times;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTest {
    private static final Style STYLE = Style.of(LogFormat.TEXT, Language.EN);

    private final List<String> troubles = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Recorder stream = new Recorder();

    @TempDir
    private Path elsewhere;

    private Path file = Path.of("");

    @BeforeEach
    void makeAFile() throws IOException {
        file = Files.createFile(elsewhere.resolve("stderr"));
    }

    private StreamSink sink() {
        // Of a regular file: written at once.
        Stderr stderr = Stderr.of(file, stream, InputStream.nullInputStream());
        return new StreamSink(
                stderr,
                Style.of(LogFormat.TEXT, Language.EN),
                new Times().clocks(),
                tally,
                Optional.of(elsewhere.resolve("log")));
    }

    @Test
    void whereRecordsWereLostTheNextThatGoesThroughSaysHowMany() throws IOException {
        StreamSink sink = sink();
        stream.full = true;
        Files.createDirectory(elsewhere.resolve("log"));
        sink.write("lost");
        sink.write("lost too");
        stream.full = false;
        sink.write("one");
        sink.write("two");
        assertThat(stream.writes).containsExactly("[forkwatch] 2 log records were dropped\none\n", "two\n");
        assertThat(tally.read()).containsEntry("log_lines", 2L);
    }

    @Test
    void theEndSaysHowManyWereLost() throws IOException {
        StreamSink sink = sink();
        Files.createDirectory(elsewhere.resolve("log"));
        stream.full = true;
        sink.write("lost");
        stream.full = false;
        sink.close();
        sink.close();
        assertThat(stream.writes).containsExactly("[forkwatch] 1 log record was dropped\n");
    }

    @Test
    void whatNobodyCanReadGoesToAFileOfTheUsersOwn() throws IOException {
        file = Path.of("/dev/null");
        Path log = elsewhere.resolve("log");
        StreamSink sink = sink();
        assertThat(sink.isReadable()).isFalse();
        sink.write("child died");
        sink.writeStart("started");
        sink.close();
        assertThat(log).hasContent("child died\nstarted\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
        assertThat(stream.writes).isEmpty();
        assertThat(tally.read()).isEmpty();
    }

    @Test
    void aStartLineAloneIsNotKept() {
        file = Path.of("/dev/null");
        StreamSink sink = sink();
        sink.writeStart("started");
        assertThat(elsewhere.resolve("log")).hasContent("started\n");
        sink.close();
        assertThat(elsewhere.resolve("log")).doesNotExist();
    }

    @Test
    void aLinkThatLiesThereIsNotFollowed() throws IOException {
        file = Path.of("/dev/null");
        Path trap = elsewhere.resolve("trap");
        Files.createSymbolicLink(elsewhere.resolve("log"), trap);
        sink().write("lost");
        assertThat(trap).doesNotExist();
        assertThat(tally.read()).containsEntry("log_lines", 1L);
    }

    @Test
    void aRecordIsOneWriteInUtf8() {
        sink().write("child died: été\n    how");
        assertThat(stream.writes).containsExactly("child died: été\n    how\n");
    }

    @Test
    void aBrokenStderrCountsWhatIsLost() throws IOException {
        Files.createDirectory(elsewhere.resolve("log"));
        stream.full = true;
        sink().write("lost");
        assertThat(tally.read()).containsEntry("log_lines", 1L);
    }

    @Test
    void stderrIsNeverClosed() {
        try (StreamSink sink = sink()) {
            sink.write("one");
        }
        assertThat(stream.closed).isFalse();
    }

    @Test
    void aFileIsAppendedTo(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("forkwatch.log");
        Files.writeString(file, "before\n");
        try (FileSink sink = fileSink(file)) {
            sink.write("one");
            sink.write("two");
        }
        assertThat(file).hasContent("before\none\ntwo\n");
        assertThat(troubles).isEmpty();
    }

    @Test
    void twoSinksShareAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("forkwatch.log");
        try (FileSink one = fileSink(file);
                FileSink two = fileSink(file)) {
            one.write("one");
            two.write("two");
            one.write("three");
        }
        assertThat(file).hasContent("one\ntwo\nthree\n");
    }

    @Test
    void aFileWithoutDirectoryIsAnErrorThatNamesIt(@TempDir Path directory) {
        Path file = directory.resolve("missing/forkwatch.log");
        assertThatThrownBy(() -> fileSink(file)).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    }

    @Test
    void aFullDiskIsToldOnceUntilItHasRoomAgain() {
        FileSink sink = fileSink(stream, this::trouble);
        stream.full = true;
        sink.write("lost");
        sink.write("lost too");
        assertThat(troubles).containsExactly("log: No space left on device");
        stream.full = false;
        sink.write("one");
        sink.write("two");
        assertThat(stream.writes).containsExactly("\n[forkwatch] 2 log records were dropped\none\n", "two\n");
        assertThat(tally.read()).containsEntry("log_lines", 2L);
        stream.full = true;
        sink.write("lost");
        assertThat(troubles).hasSize(2);
    }

    @Test
    void troubleThatComesBackToTheSameFileDoesNotGoInCircles() {
        FileSink[] self = new FileSink[1];
        self[0] = fileSink(stream, (what, fault) -> {
            trouble(what, fault);
            self[0].write("trouble");
        });
        stream.full = true;
        self[0].write("lost");
        assertThat(troubles).hasSize(1);
    }

    private FileSink fileSink(Path path) throws IOException {
        return new FileSink(path, this::trouble, STYLE, new Times().clocks(), tally);
    }

    private FileSink fileSink(OutputStream out, Trouble trouble) {
        return new FileSink(out, trouble, STYLE, new Times().clocks(), tally);
    }

    private void trouble(String what, Throwable fault) {
        troubles.add(what + ": " + fault.getMessage());
    }

    private static final class Recorder extends OutputStream {
        private final List<String> writes = new ArrayList<>();
        private boolean full;
        private boolean closed;

        @Override
        public void write(int b) {
            throw new AssertionError("a record in pieces");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

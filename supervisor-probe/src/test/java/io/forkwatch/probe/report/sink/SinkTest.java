package io.forkwatch.probe.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.Tally;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTest {
    private final List<String> troubles = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Recorder stream = new Recorder();

    @Test
    void aRecordIsOneWriteInUtf8() {
        new StreamSink(stream, tally).write("child died: été\n    how");
        assertThat(stream.writes).containsExactly("child died: été\n    how\n");
    }

    @Test
    void aBrokenStderrCountsWhatIsLost() {
        stream.full = true;
        new StreamSink(stream, tally).write("lost");
        assertThat(tally.read()).containsEntry("log_lines", 1L);
    }

    @Test
    void stderrIsNeverClosed() {
        try (StreamSink sink = new StreamSink(stream, tally)) {
            sink.write("one");
        }
        assertThat(stream.closed).isFalse();
    }

    @Test
    void aFileIsAppendedTo(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("forkwatch.log");
        Files.writeString(file, "before\n");
        try (FileSink sink = new FileSink(file, this::trouble)) {
            sink.write("one");
            sink.write("two");
        }
        assertThat(file).hasContent("before\none\ntwo\n");
        assertThat(troubles).isEmpty();
    }

    @Test
    void twoSinksShareAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("forkwatch.log");
        try (FileSink one = new FileSink(file, this::trouble);
                FileSink two = new FileSink(file, this::trouble)) {
            one.write("one");
            two.write("two");
            one.write("three");
        }
        assertThat(file).hasContent("one\ntwo\nthree\n");
    }

    @Test
    void aFileWithoutDirectoryIsAnErrorThatNamesIt(@TempDir Path directory) {
        Path file = directory.resolve("missing/forkwatch.log");
        assertThatThrownBy(() -> new FileSink(file, this::trouble))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFullDiskIsToldOnceUntilItHasRoomAgain() {
        FileSink sink = new FileSink(stream, "log", this::trouble);
        stream.full = true;
        sink.write("lost");
        sink.write("lost too");
        assertThat(troubles).containsExactly("log: No space left on device");
        stream.full = false;
        sink.write("one");
        sink.write("two");
        assertThat(stream.writes).containsExactly("\none\n", "two\n");
        stream.full = true;
        sink.write("lost");
        assertThat(troubles).hasSize(2);
    }

    @Test
    void troubleThatComesBackToTheSameFileDoesNotGoInCircles() {
        FileSink[] self = new FileSink[1];
        self[0] = new FileSink(stream, "log", (what, fault) -> {
            trouble(what, fault);
            self[0].write("trouble");
        });
        stream.full = true;
        self[0].write("lost");
        assertThat(troubles).hasSize(1);
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

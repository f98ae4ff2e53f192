package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a real pipe, of which this test has both ends. */
@EnabledOnOs(OS.LINUX)
class StderrTest {
    private static final String LINE = "x".repeat(199) + '\n';

    @TempDir
    private Path directory;

    private Path fifo;
    private RandomAccessFile pipe;
    private FileInputStream reader;
    private Stderr stderr;

    @BeforeEach
    void makeAPipe() throws Exception {
        fifo = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        pipe = new RandomAccessFile(fifo.toFile(), "rw");
        reader = new FileInputStream(pipe.getFD());
        stderr = Stderr.of(fifo, new FileOutputStream(pipe.getFD()), reader);
    }

    @AfterEach
    void closeIt() throws IOException {
        pipe.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String read() throws IOException {
        byte[] unread = new byte[reader.available()];
        assertThat(reader.read(unread)).isIn(unread.length, -1);
        return new String(unread, StandardCharsets.UTF_8);
    }

    @Test
    void whatDescriptorTwoMayBe() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(kind(fifo)).isEqualTo(Stderr.Kind.PIPE);
        assertThat(kind(file)).isEqualTo(Stderr.Kind.FILE);
        assertThat(kind(Path.of("/dev/null"))).isEqualTo(Stderr.Kind.NOWHERE);
        assertThat(kind(Path.of("/dev/zero"))).isEqualTo(Stderr.Kind.OTHER);
        assertThat(kind(directory.resolve("closed"))).isEqualTo(Stderr.Kind.NOWHERE);
        assertThat(kind(Path.of("/no/procfs/fd/2"))).isEqualTo(Stderr.Kind.OTHER);
    }

    private Stderr.Kind kind(Path link) throws IOException {
        return Stderr.of(link, new FileOutputStream(pipe.getFD()), reader).kind();
    }

    @Test
    void aLineIsSaid() throws IOException {
        assertThat(stderr.say("is off: été")).isTrue();
        assertThat(read()).isEqualTo("[forkwatch] is off: été\n");
    }

    @Test
    void whatNobodyReadsGetsLessThanAPageOfOurs() throws IOException {
        int taken = 0;
        while (stderr.write(bytes(LINE), 0)) {
            taken++;
        }
        assertThat(taken).isEqualTo(Stderr.ROOM_BYTES / LINE.length());
        assertThat(stderr.say(LINE)).isFalse();
        assertThat(read()).isEqualTo(LINE.repeat(taken));
        assertThat(stderr.write(bytes("again\n"), 0)).isTrue();
        assertThat(read()).isEqualTo("again\n");
    }

    @Test
    void theHostsBytesCountToo() throws IOException {
        pipe.write(new byte[Stderr.ROOM_BYTES]);
        assertThat(stderr.write(bytes(LINE), 0)).isFalse();
        assertThat(reader.available()).isEqualTo(Stderr.ROOM_BYTES);
    }

    @Test
    void aFullPipeIsNotWaitedFor() throws Exception {
        fill();
        assertThat(stderr.write(bytes(LINE), 10)).isFalse();
        assertThat(stderr.say("lost")).isFalse();
    }

    /** To the last byte: a child does it that may be ended. */
    private void fill() throws Exception {
        Process dd = new ProcessBuilder("dd", "if=/dev/zero", "of=" + fifo, "bs=1", "oflag=nonblock")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(dd.waitFor()).isEqualTo(1);
    }

    @Test
    void aLongRecordGoesInPiecesIfItIsRead() throws Exception {
        String record = "y".repeat(3 * Stderr.ROOM_BYTES) + '\n';
        StringBuilder got = new StringBuilder();
        Thread drain = new Thread(() -> {
            byte[] some = new byte[512];
            try {
                while (got.length() < record.length()) {
                    got.append(new String(some, 0, reader.read(some), StandardCharsets.UTF_8));
                }
            } catch (IOException closed) {
                got.append(closed);
            }
        });
        drain.start();
        assertThat(stderr.write(bytes(record), 60_000)).isTrue();
        drain.join();
        assertThat(got).hasToString(record);
    }

    @Test
    void aLongRecordThatNobodyReadsIsCutAndTheNextIsALineOfItsOwn() throws IOException {
        String record = "y".repeat(2 * Stderr.ROOM_BYTES) + '\n';
        assertThat(stderr.write(bytes(record), 10)).isFalse();
        assertThat(read()).isEqualTo("y".repeat(Stderr.ROOM_BYTES));
        assertThat(stderr.write(bytes(LINE), 1_000)).isTrue();
        assertThat(read()).isEqualTo('\n' + LINE);
    }

    @Test
    void aFileGetsAll() throws IOException {
        Path file = directory.resolve("file");
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            Stderr toFile = Stderr.of(file, out, reader);
            for (int i = 0; i < 100; i++) {
                assertThat(toFile.write(bytes(LINE), 0)).isTrue();
            }
        }
        assertThat(file).hasContent(LINE.repeat(100));
    }

    @Test
    void whereNothingIsReadItIsAnError() throws IOException {
        Stderr nowhere = Stderr.of(Path.of("/dev/null"), new FileOutputStream(pipe.getFD()), reader);
        assertThatThrownBy(() -> nowhere.write(bytes(LINE), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("null device");
        assertThat(read()).isEmpty();
    }

    /** As a terminal, or a socket, whose other side has stopped reading. */
    @Test
    void whatCannotBeAskedIsNotWaitedForEither() throws Exception {
        fill();
        Stderr terminal = Stderr.of(Path.of("/dev/zero"), new FileOutputStream(pipe.getFD()), reader);
        assertThat(terminal.write(bytes("one\n"), 10)).as("on its way").isTrue();
        assertThat(terminal.write(bytes("two\n"), 10)).isFalse();
        assertThat(terminal.say("three")).isFalse();
        assertThat(read()).hasSizeGreaterThan(Stderr.ROOM_BYTES);
        StringBuilder got = new StringBuilder();
        while (got.indexOf("\n") < 0) {
            got.append((char) reader.read()); // Waits until it comes.
        }
        assertThat(got).hasToString("one\n");
    }
}

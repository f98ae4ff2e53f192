package io.forkwatch.agent.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlackBoxTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path directory;

    private Path path() {
        return directory.resolve("jvm-1-2-3");
    }

    private BlackBox box() throws IOException {
        return BlackBox.create(path(), new byte[BlackBoxFile.BYTES], SECOND, 5 * SECOND);
    }

    /** The slot that counts. */
    private ByteBuffer slot() throws IOException {
        byte[] file = Files.readAllBytes(path());
        ByteBuffer newest = ByteBuffer.allocate(BlackBoxFile.SLOT);
        for (int n = 0; n < 2; n++) {
            int from = BlackBoxFile.FIRST + n * BlackBoxFile.SLOT;
            byte[] slot = Arrays.copyOfRange(file, from, from + BlackBoxFile.SLOT);
            ByteBuffer found = ByteBuffer.wrap(slot);
            boolean whole = found.getLong(BlackBoxFile.CHECK) == BlackBoxFile.check(new CRC32(), slot);
            if (whole && found.getLong(BlackBoxFile.SEQUENCE) > newest.getLong(BlackBoxFile.SEQUENCE)) {
                newest = found;
            }
        }
        return newest;
    }

    private String text(BlackBoxFile.Text text) throws IOException {
        ByteBuffer slot = slot();
        byte[] bytes = new byte[text.length(slot)];
        slot.position(text.at()).get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void theFileIsItsOwnersAloneAndOfOneSize() throws IOException {
        box().beat(6 * SECOND, 1, "");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(Files.size(path())).isEqualTo(BlackBoxFile.BYTES);
    }

    @Test
    void whatIsThereAlreadyIsNotTouchedBeItALink() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "mine");
        Files.createSymbolicLink(path(), target);

        assertThatThrownBy(this::box).isInstanceOf(IOException.class).hasMessage("is there already");

        assertThat(target).hasContent("mine");
        assertThat(path()).isSymbolicLink();
    }

    @Test
    void aBeatSaysWhenItWasAndHowLate() throws IOException {
        BlackBox box = box();
        box.beat(5 * SECOND, 77, "FooTest");
        box.beat(9 * SECOND, 78, "FooTest");
        box.beat(10 * SECOND, 79, "BarTest ä€𝄞");

        ByteBuffer slot = slot();
        assertThat(slot.getLong(BlackBoxFile.BEAT_NANOS)).isEqualTo(10 * SECOND);
        assertThat(slot.getLong(BlackBoxFile.BEAT_MILLIS)).isEqualTo(79);
        assertThat(slot.getLong(BlackBoxFile.BEATS)).isEqualTo(3);
        assertThat(slot.getLong(BlackBoxFile.LATE)).isZero();
        assertThat(slot.getLong(BlackBoxFile.LATEST)).isEqualTo(3 * SECOND);
        assertThat(slot.getLong(BlackBoxFile.HEAP_USED)).isPositive();
        assertThat(slot.getLong(BlackBoxFile.HEAP_MAX))
                .isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(text(BlackBoxFile.STATUS)).isEqualTo("BarTest ä€\ufffd\ufffd");
    }

    @Test
    void aLongTextIsCutBetweenCharacters() throws IOException {
        box().beat(6 * SECOND, 1, "x" + "€".repeat(200));

        assertThat(text(BlackBoxFile.STATUS)).isEqualTo("x" + "€".repeat(84));
    }

    @Test
    void theLastOfWhatNobodyCaughtStandsThere() throws IOException {
        BlackBox box = box();
        Thread thread = new Thread("worker-1");
        box.uncaught(thread, new IllegalStateException("first"), 7 * SECOND);
        box.uncaught(thread, new IllegalArgumentException("second"), 8 * SECOND);
        box.beat(9 * SECOND, 1, "");

        ByteBuffer slot = slot();
        assertThat(slot.getLong(BlackBoxFile.UNCAUGHT)).isEqualTo(2);
        assertThat(slot.getLong(BlackBoxFile.UNCAUGHT_NANOS)).isEqualTo(8 * SECOND);
        assertThat(slot.getLong(BlackBoxFile.OOMES)).isZero();
        assertThat(text(BlackBoxFile.UNCAUGHT_THREAD)).isEqualTo("worker-1");
        assertThat(text(BlackBoxFile.UNCAUGHT_CLASS)).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(text(BlackBoxFile.UNCAUGHT_MESSAGE)).isEqualTo("second");
        assertThat(text(BlackBoxFile.UNCAUGHT_FRAMES))
                .startsWith(BlackBoxTest.class.getName() + ".theLastOfWhatNobodyCaughtStandsThere(BlackBoxTest.java:");
    }

    @Test
    void anOutOfMemoryErrorIsKnownAlsoAsACause() throws IOException {
        BlackBox box = box();
        box.uncaught(
                Thread.currentThread(),
                new IllegalStateException("x", new RuntimeException(new OutOfMemoryError("Java heap space"))),
                7 * SECOND);
        box.uncaught(Thread.currentThread(), new IllegalStateException("later"), 8 * SECOND);

        assertThat(slot().getLong(BlackBoxFile.OOMES)).isEqualTo(1);
        assertThat(slot().getLong(BlackBoxFile.OOME_NANOS)).isEqualTo(7 * SECOND);
        assertThat(text(BlackBoxFile.OOME_MESSAGE)).isEqualTo("Java heap space");
    }

    @Test
    void aCycleOfCausesHasAnEnd() throws IOException {
        IllegalStateException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));

        box().uncaught(Thread.currentThread(), one, 7 * SECOND);

        assertThat(slot().getLong(BlackBoxFile.UNCAUGHT)).isEqualTo(1);
    }

    @Test
    void theNoteOfTheEndNamesItsThreadAndItsCaller() throws IOException {
        ExitNote note = new ExitNote(box());
        note.start();

        assertThat(note.isAlive()).isFalse();
        assertThat(slot().getLong(BlackBoxFile.EXIT)).isEqualTo(BlackBoxFile.LAST_THREAD);
        assertThat(text(BlackBoxFile.EXIT_THREAD))
                .isEqualTo(Thread.currentThread().getName());
        assertThat(text(BlackBoxFile.EXIT_FRAMES)).isEmpty();
    }

    @Test
    void ofTwoSlotsTheOneThatWasCutShortDoesNotCount() throws IOException {
        BlackBox box = box();
        box.beat(6 * SECOND, 1, "");
        box.beat(7 * SECOND, 2, "");
        byte[] file = Files.readAllBytes(path());
        long newest = slot().getLong(BlackBoxFile.SEQUENCE);
        file[BlackBoxFile.FIRST + (int) (newest & 1) * BlackBoxFile.SLOT + 1000] ^= 1;
        Files.write(path(), file);

        assertThat(slot().getLong(BlackBoxFile.BEAT_MILLIS)).isEqualTo(1);
    }
}

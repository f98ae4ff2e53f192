package io.forkwatch.probe.report.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Tally;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of records while their file cannot be written; {@code CappedFileTest} plays that with files. */
class ExitsFileTest {
    private static final String KIBIBYTE = "x".repeat(1023);

    private final Disk disk = new Disk();
    private final List<String> notices = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final Tally dropped = new Tally();
    private final ExitsFile file =
            new ExitsFile(disk, notices::add, (what, fault) -> troubles.add(what + ": " + fault.getMessage()), dropped);

    @Test
    void whatCannotBeWrittenWaitsAndIsWrittenInOrder() {
        disk.full = true;
        file.write("one");
        file.write("two");
        assertThat(file.writeWaiting()).isFalse();
        assertThat(troubles).containsExactly("exits.file: No space left on device");

        disk.full = false;
        assertThat(file.writeWaiting()).isTrue();
        file.write("three");

        assertThat(disk.writes).containsExactly("one\n", "two\n", "three\n");
        assertThat(notices).containsExactly("exits.file can be written again: records that had to wait: 2, lost: 0");
        assertThat(dropped.read()).isEmpty();
        assertThat(troubles).hasSize(1);
    }

    @Test
    void whatFindsNoRoomIsCountedEachAndTheFirstAreKept() {
        disk.full = true;
        for (int i = 0; i < 300; i++) {
            file.write(i < 256 ? KIBIBYTE : "too many");
        }
        disk.full = false;

        assertThat(file.writeWaiting()).isTrue();

        assertThat(disk.writes).hasSize(256).containsOnly(KIBIBYTE + "\n");
        assertThat(dropped.read()).containsEntry("exits.file", 44L);
        assertThat(notices).containsExactly("exits.file can be written again: records that had to wait: 256, lost: 44");
    }

    @Test
    void theEndWritesWhatWaits() {
        disk.full = true;
        file.write("one");
        disk.full = false;

        file.close();
        file.close();

        assertThat(disk.writes).containsExactly("one\n");
        assertThat(dropped.read()).isEmpty();
        assertThat(notices).hasSize(1);
    }

    @Test
    void theEndSaysWhatIsLost() {
        disk.full = true;
        file.write("one");
        file.write("two");

        file.close();
        file.close();

        assertThat(dropped.read()).containsEntry("exits.file", 2L);
        assertThat(notices).containsExactly("exits.file could not be written to the end: records that are lost: 2");
    }

    @Test
    void eachTimeThatItFailsIsToldAndSaysWhatItAloneCost() {
        for (int time = 0; time < 2; time++) {
            disk.full = true;
            file.write("late");
            disk.full = false;
            file.write("in time");
        }

        assertThat(troubles).hasSize(2);
        assertThat(notices)
                .hasSize(2)
                .containsOnly("exits.file can be written again: records that had to wait: 2, lost: 0");
    }

    private static final class Disk extends OutputStream {
        private final List<String> writes = new ArrayList<>();
        private boolean full;

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
    }
}

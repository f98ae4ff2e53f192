package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time limit is for a build that would hang otherwise. An open(2) that waits cannot be interrupted. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "MISSING, NoSuchFileException",
        "DANGLING_LINK, NoSuchFileException",
        "EMPTY, 0",
        "UNREADABLE, AccessDeniedException",
        "HUGE, larger than 1 MiB",
        "LINK_TO_HUGE, larger than 1 MiB",
        "DIRECTORY, a directory",
        "LINK_TO_DIRECTORY, a directory",
        "FIFO, not a regular file",
        "LINK_TO_FIFO, not a regular file",
        "LINK_TO_ENDLESS_DEVICE, not a regular file",
        "LINK_TO_FULL_DEVICE, not a regular file"
    })
    void readsAllOfASmallRegularFileAndNothingElse(OddFile odd, String outcome) throws IOException {
        Path path = odd.make(directory.resolve("file"));

        assertThat(outcome(() -> RegularFile.at(path).whole(MIB))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING, NoSuchFileException",
        "DANGLING_LINK, not a regular file",
        "EMPTY, 0",
        "UNREADABLE, AccessDeniedException",
        "HUGE, 4096",
        "LINK_TO_HUGE, not a regular file",
        "DIRECTORY, a directory",
        "LINK_TO_DIRECTORY, not a regular file",
        "FIFO, not a regular file",
        "LINK_TO_FIFO, not a regular file",
        "LINK_TO_ENDLESS_DEVICE, not a regular file",
        "LINK_TO_FULL_DEVICE, not a regular file"
    })
    void readsTheBeginningOfARegularFileThatIsNoLink(OddFile odd, String outcome) throws IOException {
        Path path = odd.make(directory.resolve("file"));

        assertThat(outcome(() -> RegularFile.at(path, LinkOption.NOFOLLOW_LINKS).head(4096)))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING, 1",
        "DANGLING_LINK, 1",
        "EMPTY, 1",
        "UNREADABLE, FileNotFoundException",
        "HUGE, 1",
        "LINK_TO_HUGE, 1",
        "DIRECTORY, a directory",
        "LINK_TO_DIRECTORY, a directory",
        "FIFO, not a regular file",
        "LINK_TO_FIFO, not a regular file",
        "LINK_TO_ENDLESS_DEVICE, not a regular file",
        "LINK_TO_FULL_DEVICE, not a regular file"
    })
    void appendsToARegularFileOrMakesOne(OddFile odd, String outcome) throws IOException {
        Path path = odd.make(directory.resolve("file"));

        assertThat(outcome(() -> {
                    try (FileOutputStream out = RegularFile.append(path)) {
                        out.write('x');
                        return new byte[1];
                    }
                }))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "DANGLING_LINK"})
    void whatIsAppendedIsThere(OddFile odd) throws IOException {
        Path path = odd.make(directory.resolve("file"));

        for (int i = 0; i < 2; i++) {
            try (FileOutputStream out = RegularFile.append(path)) {
                out.write('x');
            }
        }

        assertThat(path).hasContent("xx");
    }

    @Test
    void theDeviceThatTakesEverythingIsAppendedTo() throws IOException {
        try (FileOutputStream out = RegularFile.append(Path.of("/dev/null"))) {
            out.write('x');
        }
        assertThat(outcome(() -> RegularFile.at(Path.of("/dev/null")).head(1))).isEqualTo("not a regular file");
    }

    @Test
    void aRefusalNamesTheFile() {
        assertThatThrownBy(() -> RegularFile.append(directory))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(directory + ": a directory");
    }

    @Test
    void theLimitIsTheLastSizeThatIsRead() throws IOException {
        Path path = Files.write(directory.resolve("file"), new byte[] {1, 2, 3});

        assertThat(RegularFile.at(path).whole(3)).containsExactly(1, 2, 3);
        assertThat(RegularFile.at(path).head(2)).containsExactly(1, 2);
        assertThat(outcome(() -> RegularFile.at(path).whole(2))).isEqualTo("larger than 2 bytes");
    }

    @Test
    void anotherFileOfThatNameIsNotTheOneThatWasSeen() throws IOException {
        Path path = Files.createFile(directory.resolve("file"));
        RegularFile seen = RegularFile.at(path);
        Files.move(path, directory.resolve("elsewhere"));
        Files.createFile(path);

        assertThat(outcome(() -> seen.head(1))).isEqualTo("replaced while it was opened");
    }

    @Test
    void tellsWhoseItIs() throws IOException {
        RegularFile file = RegularFile.at(Files.createFile(directory.resolve("file")));

        assertThat(file.ownerUid()).isEqualTo((long) (Integer) Files.getAttribute(directory, "unix:uid"));
        assertThat(file.lastModifiedTime()).isEqualTo(Files.getLastModifiedTime(directory.resolve("file")));
        assertThat(file.key())
                .isEqualTo(RegularFile.at(directory.resolve("file")).key());
    }

    /** The kernel's log has the mode of a regular file, waits for the next line, and loses what is read. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc/kmsg", "/proc/self/stat"})
    void aFileOfTheKernelWithoutASizeIsEmpty(String file) throws IOException {
        try {
            assertThat(RegularFile.at(Path.of(file)).head(1)).isEmpty();
        } catch (NoSuchFileException | AccessDeniedException notHere) {
            assertThat(file).isEqualTo("/proc/kmsg");
        }
    }

    private interface Reading {
        byte[] read() throws IOException;
    }

    /** How many bytes were read, or why none. */
    private static String outcome(Reading reading) {
        try {
            return Integer.toString(reading.read().length);
        } catch (FileSystemException refused) {
            return refused.getReason() == null ? refused.getClass().getSimpleName() : refused.getReason();
        } catch (IOException failed) {
            return failed.getClass().getSimpleName();
        }
    }
}

package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.OddFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionFileTest {
    @TempDir
    private Path directory;

    @Test
    void readsUtf8() throws IOException {
        Path file = Files.writeString(directory.resolve("conf"), "log=é\n");

        assertThat(OptionFile.read(file.toString())).isEqualTo("log=é\n");
    }

    @Test
    void refusesWhatIsNoUtf8() throws IOException {
        Path file = Files.write(directory.resolve("latin1"), new byte[] {'a', (byte) 0xe9, 'b'});

        assertThatThrownBy(() -> OptionFile.read(file.toString())).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> OptionFile.read(directory.resolve("none").toString()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesADirectory() {
        assertThatThrownBy(() -> OptionFile.read(directory.toString())).hasMessage("a directory");
    }

    @Test
    void refusesADevice() {
        assertThatThrownBy(() -> OptionFile.read("/dev/zero")).hasMessage("not a regular file");
    }

    @Test
    void refusesAHugeFile() throws IOException {
        Path file = Files.write(directory.resolve("huge"), new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> OptionFile.read(file.toString())).hasMessage("larger than 1 MiB");
    }

    @Test
    void refusesWhatIsNoFileName() {
        assertThatThrownBy(() -> OptionFile.read("a\0b")).hasMessage("not a file name");
    }

    /** As it is told to the user. */
    @ParameterizedTest
    @CsvSource({
        "MISSING, no such file",
        "DANGLING_LINK, no such file",
        "UNREADABLE, permission denied",
        "HUGE, larger than 1 MiB",
        "LINK_TO_HUGE, larger than 1 MiB",
        "DIRECTORY, a directory",
        "LINK_TO_DIRECTORY, a directory",
        "FIFO, not a regular file",
        "LINK_TO_FIFO, not a regular file",
        "LINK_TO_ENDLESS_DEVICE, not a regular file",
        "LINK_TO_FULL_DEVICE, not a regular file"
    })
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileIsOneLineThatSaysWhy(OddFile odd, String why) throws IOException {
        Path file = odd.make(directory.resolve("conf"));

        assertThatThrownBy(() -> OptionFile.load(file.toString(), Optional.empty()))
                .isInstanceOf(BadOption.class)
                .hasMessage("cannot read options from @" + file + " (in the agent argument): " + why);
    }

    @Test
    void anEmptyFileSetsNothing() throws Exception {
        Path file = OddFile.EMPTY.make(directory.resolve("conf"));

        assertThat(OptionFile.load(file.toString(), Optional.empty())).isEmpty();
    }
}

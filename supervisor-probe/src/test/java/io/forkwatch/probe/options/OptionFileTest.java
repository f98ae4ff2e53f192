package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}

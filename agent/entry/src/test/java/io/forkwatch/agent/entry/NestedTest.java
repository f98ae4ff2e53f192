package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestedTest {
    private static final Optional<String> NOWHERE = Optional.empty();

    @TempDir
    private Path directory;

    @Test
    void nobodyAskedForIt() {
        assertThat(new Nested("", NOWHERE, NOWHERE).isAsked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nested",
                "nested=true",
                "nested=on",
                "nested=YES",
                " nested = 1 ",
                "port=0,nested=on,quiet",
                "nested=off,nested=on",
                "kind.a=x\\,y,nested"
            })
    void theArgumentAsksForIt(String argument) {
        assertThat(new Nested(argument, NOWHERE, NOWHERE).isAsked()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "port=0",
                "nested=off",
                "nested=maybe",
                "nestedness=true",
                "kind.nested=true",
                "kind.a=x\\,nested",
                "nested=on,nested=off",
                "@",
                "@/no/such/file"
            })
    void theArgumentDoesNot(String argument) {
        assertThat(new Nested(argument, NOWHERE, NOWHERE).isAsked()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "nested=false, true, true, false",
        "port=0,       true, false, true",
        "port=0,       false, true, false",
        "port=0,       , on, true",
        "port=0,       , off, false",
        "port=0,       '', , true"
    })
    void theFirstPlaceThatSaysSomethingWins(String argument, String property, String variable, boolean asked) {
        assertThat(new Nested(argument, Optional.ofNullable(property), Optional.ofNullable(variable)).isAsked())
                .isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"nested=true, true", "nested, true", "nested=off, false", "port=0, false", "nested=\\u00g1, false"})
    void aFileOfTheArgumentMayAskForIt(String line, boolean asked) throws IOException {
        Path file = Files.writeString(directory.resolve("options"), "# ours\n" + line + "\n");

        assertThat(new Nested("quiet,@" + file, NOWHERE, NOWHERE).isAsked()).isEqualTo(asked);
        assertThat(new Nested("@" + file + ",nested=off", NOWHERE, NOWHERE).isAsked())
                .isFalse();
    }

    /** What waits, or has no end, is not waited for and not read; what is no file of options asks for nothing. */
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoFileAsksForNothing(OddFile odd) throws IOException {
        Path file = odd.make(directory.resolve("options"));

        assertThat(new Nested("@" + file, NOWHERE, NOWHERE).isAsked()).isFalse();
        assertThat(new Nested("@" + file + ",nested", NOWHERE, NOWHERE).isAsked())
                .isTrue();
    }

    @Test
    void whatIsNoFileNameAsksForNothing() {
        assertThat(new Nested("@a\0b", NOWHERE, NOWHERE).isAsked()).isFalse();
    }

    @Test
    void aFileOfOptionsMayBeAsLargeAsElsewhere() throws IOException {
        String text = "nested\n" + "#".repeat((1 << 20) - 7);
        Path file = Files.writeString(directory.resolve("options"), text);
        assertThat(new Nested("@" + file, NOWHERE, NOWHERE).isAsked()).isTrue();

        Files.writeString(file, text + "#");
        assertThat(new Nested("@" + file, NOWHERE, NOWHERE).isAsked()).isFalse();
    }
}

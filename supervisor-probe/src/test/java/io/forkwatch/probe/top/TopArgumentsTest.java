package io.forkwatch.probe.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopArgumentsTest {
    @Test
    void allOfThemTogether() throws WrongUse {
        TopArguments said = TopArguments.parse(List.of(
                "--once",
                "--sort",
                "age",
                "https://build1:9797",
                "--user",
                "ops",
                "--password-file",
                "p",
                "--ca",
                "ca"));
        assertThat(said)
                .isEqualTo(new TopArguments(
                        Optional.of(URI.create("https://build1:9797")),
                        true,
                        false,
                        SortBy.AGE,
                        Optional.of("ops"),
                        Optional.of(Path.of("p")),
                        Optional.empty(),
                        Optional.of(Path.of("ca"))));
        assertThat(TopArguments.parse(List.of()).sort()).isEqualTo(SortBy.RSS);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9797, http://localhost:9797",
        "http://127.0.0.1:9797/metrics, http://127.0.0.1:9797",
        "HTTP://[::1]:80/, http://[::1]:80",
        "https://proxy/forkwatch/build1/, https://proxy/forkwatch/build1",
    })
    void anAddressMayBeThatOfAPage(String text, URI url) throws WrongUse {
        assertThat(TopArguments.url(text)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "://x",
                "ftp://x:1",
                "file:///etc/passwd",
                "http://me:secret@x",
                "http://x:70000",
                "http://x:0",
                "http://x/?a",
                "http://x/#a",
                "a b",
                "http://x\u001b",
                "a/b://c",
                "jar:http://x",
                "9797",
                "localhost"
            })
    void whatIsNoAddressIsNamed(String text) {
        assertThatExceptionOfType(WrongUse.class)
                .isThrownBy(() -> TopArguments.url(text))
                .withMessageMatching("\"[ -~]*\" is no address of a port; allowed is http://HOST:PORT, .*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sort size | --sort \"size\" is not allowed: rss, cpu, age or name",
                "--sort | --sort needs a value; allowed is top ",
                "--all | \"--all\" is not understood; allowed is top ",
                "a:1 b:2 | \"b:2\" is not understood; allowed is top ",
                "--user me | --user and --password-file need each other",
                "--password-file p | --user and --password-file need each other",
                "--user a:b --password-file p | --user \"a:b\" is not allowed: a name without a colon",
                "--user a --password-file p --token-file t | --user and --token-file exclude each other",
            })
    void whatCannotBeUsedIsOneLine(String arguments, String line) {
        assertThatExceptionOfType(WrongUse.class)
                .isThrownBy(() -> TopArguments.parse(List.of(arguments.split(" "))))
                .withMessageStartingWith(line);
    }

    @ParameterizedTest
    @CsvSource({"24 80, 80, 24", "'50 200\n', 200, 50", "1 1, 20, 5"})
    void sttyTellsTheSize(String text, int columns, int lines) {
        assertThat(Size.parse(text)).contains(new Size(columns, lines));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0", "24", "24 80 1", "x y", "-1 80", "9999999 80"})
    void aTerminalThatDoesNotKnowItsSize(String text) {
        assertThat(Size.parse(text)).isEmpty();
    }

    @Test
    void variablesTellTheSizeEachForItself() {
        assertThat(Size.of(Map.of("COLUMNS", "100"), Size.USUAL)).isEqualTo(new Size(100, 24));
        assertThat(Size.of(Map.of("COLUMNS", "wide", "LINES", "50"), Size.USUAL))
                .isEqualTo(new Size(80, 50));
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/pts/3, xterm, true",
        "/dev/tty1, linux, true",
        "/dev/console, linux, true",
        "/dev/pts/3, dumb, false",
        "/dev/pts/3, '', false",
        "/dev/null, xterm, false",
        "pipe:[4711], xterm, false",
        "/tmp/dev/pts/3, xterm, false",
    })
    void aTerminalIsOneByItsDeviceAndItsName(String output, String name, boolean is) {
        assertThat(Tty.is(Optional.of(output), Map.of("TERM", name))).isEqualTo(is);
        assertThat(Tty.is(Optional.empty(), Map.of("TERM", name))).isFalse();
    }
}

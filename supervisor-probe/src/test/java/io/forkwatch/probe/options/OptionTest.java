package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.publish.http.PortRange;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "200, 200", "10000, 10000"})
    void exitsKeepIsANumber(String text, long number) {
        assertThat(Option.EXITS_KEEP.parser().parse(text)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "10001", "all", "1k", "99999999999", "1.5"})
    void exitsKeepIsOutOfRangeOrNone(String text) {
        assertThat(Option.EXITS_KEEP.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64k, 65536", "10m, 10485760", "10M, 10485760", "1g, 1073741824", "1024m, 1073741824"})
    void aSizeIsANumberAndAUnit(String text, long bytes) {
        assertThat(Option.EXITS_SIZE.parser().parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "10", "0m", "63k", "2g", "-1m", "10 m", "10mb", "1.5m", "999999999g", "65536"})
    void aSizeIsOutOfRangeOrNone(String text) {
        assertThat(Option.EXITS_SIZE.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "stdout", "STDERR", "a\0b"})
    void aFileIsNotAStream(String text) {
        assertThat(Option.EXITS_FILE.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "on", "yes", "1", "TRUE", "On"})
    void flagIsTrue(String text) {
        assertThat(Option.QUIET.parser().parse(text)).contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "off", "no", "0", "False"})
    void flagIsFalse(String text) {
        assertThat(Option.QUIET.parser().parse(text)).contains(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "y", "enabled", "true ", "wahr"})
    void flagIsNeither(String text) {
        assertThat(Option.QUIET.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100ms,100", "250ms,250", "1s,1000", "0001s,1000", "90s,90000", "2m,120000", "60m,3600000", "1h,3600000"
    })
    void intervalIsANumberAndAUnit(String text, long millis) {
        assertThat(Option.INTERVAL.parser().parse(text)).contains(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "0s",
                "99ms",
                "3601s",
                "61m",
                "2h",
                "-1s",
                "1 s",
                "1.5s",
                "1S",
                "1d",
                "1sec",
                "999999999h",
                "1000000000ms",
                "99999999999999999999s",
                "\u0661s"
            })
    void intervalIsOutOfRangeOrNone(String text) {
        assertThat(Option.INTERVAL.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "localhost", "::1", "[::1]", "fe80::1%eth0", "ci-host_1.example"})
    void hostIsAnAddressOrAName(String text) {
        assertThat(Option.HOST.parser().parse(text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "localhost:9797", "http://x", "a/b", "h\u00f6st", "a\u0000b"})
    void hostIsNone(String text) {
        assertThat(Option.HOST.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,1,1", "9797,9797,9797", "65535,65535,65535", "9797-9816,9797,9816", "80-80,80,80"})
    void portsAreOneOrARange(String text, int first, int last) {
        assertThat(Option.PORT.parser().parse(text)).contains(new PortRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-1",
                "1-",
                "65536",
                "9816-9797",
                "0-5",
                "0-0",
                "1-65536",
                "1-2-3",
                "9797 - 9816",
                "+1",
                "0x10",
                "any",
                "4294967297",
                "99999999999999999999"
            })
    void portsAreNone(String text) {
        assertThat(Option.PORT.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "stdout", "STDOUT", "a\u0000b"})
    void logIsNeitherStderrNorAFile(String text) {
        assertThat(Option.LOG.parser().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "surefire-fork", "a.b_c-9", "0123456789012345678901234567890123456789"})
    void kindNameIsALabelValue(String name) {
        assertThat(KindRules.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "a/b", "\u00e9", "01234567890123456789012345678901234567890"})
    void kindNameIsNone(String name) {
        assertThat(KindRules.isName(name)).isFalse();
    }

    private static final List<Option<?>> ALL = SeldomOption.all();

    @Test
    void everyConstantIsInTheTable() throws IllegalAccessException {
        assertThat(Option.ALL).isNotEmpty().isEqualTo(constants(Option.class)).doesNotHaveDuplicates();
        assertThat(SeldomOption.SELDOM)
                .isNotEmpty()
                .isEqualTo(constants(SeldomOption.class))
                .doesNotHaveDuplicates();
        assertThat(ALL).containsAll(Option.ALL).containsAll(SeldomOption.SELDOM);
    }

    private static List<Object> constants(Class<?> owner) throws IllegalAccessException {
        List<Object> constants = new ArrayList<>();
        for (Field field : owner.getDeclaredFields()) {
            if (field.getType() == Option.class) {
                field.setAccessible(true);
                constants.add(field.get(null));
            }
        }
        return constants;
    }

    /** What is absent unless somebody sets it has none. */
    @ParameterizedTest
    @FieldSource("ALL")
    void everyDefaultIsAllowed(Option<?> option) {
        boolean absent = List.of(
                        "exits.file",
                        "auth.users",
                        "auth.tokens",
                        "tls.cert",
                        "tls.key",
                        "tls.client.ca",
                        "tls.keystore",
                        "tls.keystore.password",
                        "kind.NAME",
                        "expect.KIND")
                .contains(option.key());

        assertThat(option.parser().parse(option.defaultText()).isPresent()).isEqualTo(!absent);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everyOptionIsFoundByItsKey(Option<?> option) {
        assertThat(Option.ofKey(option.key())).contains(option);
    }

    @ParameterizedTest
    @CsvSource({"1s,1", "60s,60", "30m,1800", "168h,604800"})
    void timeOfAnOrphanIsASecondToAWeek(String text, long seconds) {
        assertThat(Option.ORPHAN_AGE.parser().parse(text)).contains(seconds * 1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "999ms", "169h", "7d", "-1m", "none"})
    void timeOfAnOrphanIsOutOfRangeOrNone(String text) {
        assertThat(Option.ORPHAN_AGE.parser().parse(text)).isEmpty();
    }

    @Test
    void patternsStandBetweenSemicolons() {
        assertThat(Option.ORPHAN_PATTERNS.parser().parse("pytest; chrome --type=renderer"))
                .contains(List.of("pytest", "chrome --type=renderer"));
        assertThat(Option.ORPHAN_PATTERNS.parser().parse("none")).contains(List.of());
    }

    /** An empty text is in every command line, and a short one in most. */
    @ParameterizedTest
    @ValueSource(strings = {"", ";", "pytest;", "pytest;ab", "x", "  a  "})
    void patternsThatMatchEverythingAreRefused(String text) {
        assertThat(Option.ORPHAN_PATTERNS.parser().parse(text)).isEmpty();
    }

    @Test
    void patternsAreFew() {
        assertThat(Option.ORPHAN_PATTERNS.parser().parse(String.join(";", Collections.nCopies(32, "abc"))))
                .isPresent();
        assertThat(Option.ORPHAN_PATTERNS.parser().parse(String.join(";", Collections.nCopies(33, "abc"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"off,0", "OFF,0", "1k,1024", "4k,4096", "04K,4096", "64k,65536"})
    void aStderrTailIsOffOrSoManyKibibytes(String text, long bytes) {
        assertThat(Option.STDERR_TAIL.parser().parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "k", "0k", "65k", "4", "4096", "4 k", "-4k", "4m", "4kb", "1234567890k", "true", "\u0664k"})
    void otherStderrTailsAreRefused(String text) {
        assertThat(Option.STDERR_TAIL.parser().parse(text)).isEmpty();
    }

    @Test
    void proportionalMemoryIsOffOrReadSeldom() {
        assertThat(Option.PSS.parser().parse("off")).contains(0L);
        assertThat(Option.PSS.parser().parse("30s")).contains(30_000L);
        assertThat(Option.PSS.parser().parse("9s")).isEmpty();
        assertThat(Option.PSS.parser().parse("on")).isEmpty();
    }
}

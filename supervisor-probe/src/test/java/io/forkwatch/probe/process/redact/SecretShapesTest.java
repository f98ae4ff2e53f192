package io.forkwatch.probe.process.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.table.TextTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The usual shapes in which secrets stand on command lines: all of them are hidden, and what is none is shown. */
class SecretShapesTest {
    /** So many were tried in the field, where 73 of 155 were shown. */
    private static final int TRIED = 155;

    static List<String> secrets() {
        return rows("secrets.txt");
    }

    static List<String> harmless() {
        return rows("harmless.txt");
    }

    private static List<String> rows(String file) {
        return TextTable.shipped(SecretShapesTest.class, file)
                .lines()
                .filter(row -> !row.isEmpty() && !row.startsWith("#"))
                .toList();
    }

    private static String shown(String row) {
        return row.startsWith("LINE ")
                ? Redaction.ofLine(row.substring("LINE ".length()))
                : Redaction.of(List.of(row.split("¦", -1)));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void isShownWithoutItsSecret(String row) {
        String[] parts = row.split(" => ", -1);

        assertThat(parts).hasSize(2);
        assertThat(parts[0]).contains("SEK");
        assertThat(shown(parts[0])).isEqualTo(parts[1]).doesNotContain("SEK").contains("***");
    }

    @Test
    void allOfMoreShapesThanWereTriedAreHidden() {
        List<String> secrets = secrets();

        assertThat(secrets).hasSizeGreaterThan(2 * TRIED).doesNotHaveDuplicates();
        assertThat(secrets.stream()
                        .filter(row -> shown(row.split(" => ", -1)[0]).contains("SEK")))
                .isEmpty();
    }

    /** What a program does with its child does not matter: the words of the command are the same. */
    @Test
    void noWrapperMakesAShapeUnknown() {
        List<String> wrappers =
                List.of("sudo¦-u¦me", "env¦A=b", "timeout¦-k¦5¦10", "nice¦-n¦5", "xargs¦-n1", "strace¦-f");
        for (String row : secrets()) {
            if (!row.startsWith("LINE ")) {
                String[] parts = row.split(" => ", -1);
                assertThat(wrappers)
                        .allSatisfy(wrapper -> assertThat(shown(wrapper + '¦' + parts[0]))
                                .isEqualTo(wrapper.replace('¦', ' ') + ' ' + parts[1]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void isShownAsItIs(String row) {
        assertThat(shown(row)).isEqualTo(row.replace("LINE ", "").replace('¦', ' '));
    }

    @Test
    void aPrivateKeyIsHiddenOverItsLines() {
        assertThat(Redaction.ofLines(
                        List.of("a", "-----BEGIN PRIVATE KEY-----", "bbbb", "cc==", "-----END PRIVATE KEY-----", "d")))
                .containsExactly("a", "***", "***", "***", "***", "d");
        assertThat(Redaction.ofLines(List.of("bbbb", "cc==", "-----END RSA PRIVATE KEY-----", "d")))
                .containsExactly("***", "***", "***", "d");
        assertThat(Redaction.ofLines(List.of("-----BEGIN CERTIFICATE-----", "bbbb", "-----END CERTIFICATE-----")))
                .containsExactly("-----BEGIN CERTIFICATE-----", "bbbb", "-----END CERTIFICATE-----");
        assertThat(Redaction.ofLines(List.of("-----BEGIN EC PRIVATE KEY----- x -----END EC PRIVATE KEY-----", "d")))
                .containsExactly("***", "d");
    }
}

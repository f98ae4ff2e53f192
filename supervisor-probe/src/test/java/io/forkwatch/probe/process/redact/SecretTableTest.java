package io.forkwatch.probe.process.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.table.TextTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTableTest {
    private static final String PROGRAMS = TextTable.shipped(Redaction.class, "secret-arguments.txt");
    private static final String SHAPES = TextTable.shipped(Redaction.class, "token-shapes.txt");

    @Test
    void theShippedTablesCanBeRead() {
        SecretTable shipped = SecretTable.of(PROGRAMS, SHAPES);

        assertThat(shipped.always()).isEmpty();
        assertThat(shipped.programs()).hasSizeGreaterThan(200).containsKeys("mysql", "curl", "docker");
        assertThat(shipped.shapes()).hasSizeGreaterThan(80).doesNotContain(TokenShape.ANY);
    }

    /** A secret more is worse than a word less. */
    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "mysql | -pSECRET", "mysql | | -p", "MySQL | | -pSECRET", "| | -pSECRET"})
    void whereTheTableCannotBeReadDoubtfulOptionsHideTheirValues(String broken) {
        SecretTable table = SecretTable.of(broken, SHAPES);

        assertThat(Redaction.of(List.of("mysql", "-phunter2", "db"), table)).isEqualTo("mysql -p*** db");
        assertThat(Redaction.of(List.of("any", "-p", "hunter2", "db"), table)).isEqualTo("any -p *** db");
        assertThat(Redaction.of(List.of("any", "-a", "hunter2", "-w", "hunter2"), table))
                .isEqualTo("any -a *** -w ***");
        assertThat(Redaction.of(List.of("sh", "-c", "curl -u me:hunter2 http://h/"), table))
                .isEqualTo("sh -c curl -u *** http://h/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x | y | z", "x | 1", "x | 0 | y", "x | 8 soft | y", "x | | y"})
    void whereTheShapesCannotBeReadLongMixesAreHidden(String broken) {
        SecretTable table = SecretTable.of(PROGRAMS, broken);

        assertThat(Redaction.of(List.of("any", "/a/file.txt", "hunter2hunter2hunter2hunter2"), table))
                .isEqualTo("any /a/file.txt ***");
    }

    @ParameterizedTest
    @CsvSource({
        "-p SECRET,      NEXT,    -p,   0, '',    ''",
        "-pSECRET,       GLUED,   -p,   0, '',    ''",
        "/p:SECRET,      GLUED,   /p:,  0, '',    ''",
        "-u USER:SECRET, NEXT,    -u,   0, '',    ':'",
        "-UUSER%SECRET,  GLUED,   -U,   0, '',    '%'",
        "-x pass:SECRET, NEXT,    -x,   0, pass:, ''",
        "NAME/SECRET@,   ANY,     '',   0, '',    '/'",
        "SECRET,         OPERAND, '',   1, '',    ''",
        "FILE X SECRET,  OPERAND, '',   3, '',    ''",
        "word SECRET,    NEXT,    word, 0, '',    ''",
        "\\\\SHARE SECRET, NEXT,  \\\\, 0, '',    ''",
    })
    void aPlaceIsReadAsTheTableExplainsIt(
            String notation, SecretPlace.How how, String lead, int operand, String literal, String separator) {
        SecretPlace place = SecretPlace.parse(notation);

        assertThat(place.how()).isEqualTo(how);
        assertThat(place.lead()).isEqualTo(lead);
        assertThat(place.operand()).isEqualTo(operand);
        assertThat(place.literal()).isEqualTo(literal);
        assertThat(place.separator()).isEqualTo(separator.isEmpty() ? '\0' : separator.charAt(0));
        assertThat(place.toHost()).isEqualTo(notation.endsWith("@"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-p", "-p X", "-p x SECRET", "SECRETS"})
    void whatIsNoPlaceIsRefused(String notation) {
        assertThatThrownBy(() -> SecretPlace.parse(notation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(notation);
    }
}

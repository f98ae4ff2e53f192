package io.forkwatch.probe.report.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.report.Json;
import io.forkwatch.probe.report.Times;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.report.words.Messages;
import io.forkwatch.probe.report.words.Words;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain text", "/srv/été/日本/😀", "back\\slash \"quoted\""})
    void leavesOrdinaryTextAlone(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void escapesWhatEndsALineMovesACursorOrTurnsTheDirection() {
        assertThat(Printable.of("a\nb\rc\td\u001be\u007ff\u0085g\u2028h\u2029i\u202ej"))
                .isEqualTo("a\\u000ab\\u000dc\\u0009d\\u001be\\u007ff\\u0085g\\u2028h\\u2029i\\u202ej");
    }

    @Test
    void escapesASurrogateThatLostItsPartner() {
        assertThat(Printable.of("a\ud83db")).isEqualTo("a\\ud83db");
    }

    @Test
    void escapesFormatCharactersBeyondTheBasicPlane() {
        assertThat(Printable.of("\udb40\udc01")).isEqualTo("\\udb40\\udc01");
    }

    @Tag("fuzz")
    @FuzzTest
    void whateverComesTheJsonIsOneLineAndReadsBackTheSame(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String json = new JsonRecords(new Words(Messages.in(Language.EN)), Times.fixed()).notice(text);
        assertThat(json.lines()).hasSizeLessThanOrEqualTo(1);
        assertThat(Json.parse(json).get("message").getAsString()).isEqualTo(text);
    }
}

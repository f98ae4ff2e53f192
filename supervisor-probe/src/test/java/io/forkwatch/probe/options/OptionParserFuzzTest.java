package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The bytes are four texts with a 0 between: agent argument, file, and lines KEY=VALUE of properties and environment. */
@Tag("fuzz")
class OptionParserFuzzTest {
    @FuzzTest
    void neverThrowsAndComplainsInOneShortLine(byte[] data) {
        String[] texts = new String(data, StandardCharsets.UTF_8).split("\0", 4);

        Parsed parsed = Parsed.of(
                text(texts, 0),
                entry("forkwatch.", text(texts, 2)),
                entry("FORKWATCH_", text(texts, 3)),
                file -> text(texts, 1));

        if (parsed instanceof Parsed.Good good) {
            assertThat(Parsed.values(good.options())).isNotEmpty();
        }
        if (parsed instanceof Parsed.Bad bad) {
            assertThat(bad.line()).startsWith("is off: ").hasSizeLessThanOrEqualTo(600);
            assertThat(bad.line().chars().filter(Character::isISOControl)).isEmpty();
            assertThat(bad.line()).doesNotContain("\u2028", "\u2029");
        }
    }

    private static String text(String[] texts, int index) {
        return index < texts.length ? texts[index] : "";
    }

    private static Map<String, String> entry(String prefix, String line) {
        int equals = line.indexOf('=');
        return equals < 0 ? Map.of() : Map.of(prefix + line.substring(0, equals), line.substring(equals + 1));
    }
}

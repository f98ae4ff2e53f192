package io.forkwatch.probe.process.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Whatever a command holds: one line of bounded length comes out. Regression mode runs the seeds only. */
@Tag("fuzz")
class RedactionFuzzTest {
    @FuzzTest
    void anyCommandBecomesOneBoundedLine(byte[] input) {
        String lines = new String(input, StandardCharsets.UTF_8);
        String line = Redaction.of(List.of(lines.split("\n\n", -1)));
        assertThat(line).hasSizeLessThanOrEqualTo(Redaction.LIMIT);
        assertThat(line.chars()).noneMatch(Character::isISOControl);
    }

    @FuzzTest
    void aSecretBehindItsOptionNeverShows(byte[] input) {
        String secret = new String(input, StandardCharsets.UTF_8);
        String line = Redaction.of(List.of("tool", "--password=" + secret + "HUNTER", "-x"));
        assertThat(line).isEqualTo("tool --password=*** -x");
    }

    /** In any place, in any quotes, behind any wrapper: bytes choose which. */
    @FuzzTest
    void aSecretOfAKnownProgramNeverShows(byte[] input) {
        String secret = "HUNTER" + letters(input);
        int choice = input.length == 0 ? 0 : input[0] & 0xff;
        List<String> command = COMMANDS.get(choice % COMMANDS.size());
        String option = command.get(1);
        for (String quote : QUOTES) {
            String word = quote + secret + quote;
            String script = command.get(0) + " -v " + option + word + " last";
            assertThat(Redaction.of(List.of("sh", "-c", script))).doesNotContain("HUNTER");
            assertThat(Redaction.of(List.of("ssh", "host", script))).doesNotContain("HUNTER");
            assertThat(Redaction.ofLine("+ " + script)).doesNotContain("HUNTER");
        }
        List<String> words = new ArrayList<>(List.of("sudo", "-u", "me", command.get(0), "-v"));
        words.addAll(List.of((option + secret).split(" ", -1)));
        words.add("last");
        assertThat(Redaction.of(words))
                .doesNotContain("HUNTER")
                .startsWith("sudo -u me " + command.get(0) + " -v ")
                .endsWith(" last");
    }

    private static final List<String> QUOTES = List.of("", "'", "\"");

    private static final List<List<String>> COMMANDS = List.of(
            List.of("mysql", "-p"),
            List.of("curl", "-u me:"),
            List.of("curl", "-ume:"),
            List.of("curl", "--user=me:"),
            List.of("redis-cli", "-a "),
            List.of("sshpass", "-p"),
            List.of("sshpass", "-p "),
            List.of("7z", "-p"),
            List.of("smbclient", "-U me%"),
            List.of("lftp", "-u me,"),
            List.of("any", "--password "),
            List.of("any", "--password="),
            List.of("any", "FOO_TOKEN="),
            List.of("any", "--password -"));

    private static String letters(byte[] input) {
        StringBuilder letters = new StringBuilder();
        for (byte b : input) {
            letters.append(ALPHABET.charAt((b & 0xff) % ALPHABET.length()));
        }
        return letters.toString();
    }

    private static final String ALPHABET = "abcXYZ0123456789-_.+/%=:@#~^*!?";
}

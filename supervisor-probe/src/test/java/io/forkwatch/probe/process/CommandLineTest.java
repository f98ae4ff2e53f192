package io.forkwatch.probe.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final String LONG = "x".repeat(130_000);
    private static final String CUT = "…";

    private static CommandLine command(String... arguments) {
        return CommandLine.of(arguments);
    }

    @Test
    void whatFitsStaysAsItIs() {
        CommandLine command = command("java", "-cp", "a:".repeat(10_000), "Main", "");

        assertThat(command.arguments()).containsExactly("java", "-cp", "a:".repeat(10_000), "Main", "");
        assertThat(command("java", "-version").kept()).isEqualTo(command("java", "-version"));
        assertThat(command("java", "-version").brief()).isEqualTo(command("java", "-version"));
    }

    @Test
    void longArgumentsAreCutBeforeAnyIsLeftOut() {
        assertThat(command("java", "-cp", LONG, "-Dx=" + LONG, "Main", "arg").arguments())
                .containsExactly("java", "-cp", CUT, CUT, "Main", "arg");
        assertThat(command("java", "-cp", "y".repeat(9_000), "Main").kept().arguments())
                .containsExactly("java", "-cp", CUT, "Main");
    }

    @Test
    void aScriptKeepsItsBeginningInWholeWords() {
        CommandLine kept =
                command("sh", "-c", "cd /ci && java -jar a.jar " + LONG).kept();

        assertThat(kept.arguments()).containsExactly("sh", "-c", "cd /ci && java -jar a.jar " + CUT);
    }

    /** A mask that sees only the first half of a secret may not know it for one. */
    @ParameterizedTest
    @ValueSource(strings = {"https://user:%s@host/", "--token=%s", "x user:%s@host y", "curl -u user:%s https://host"})
    void halfASecretIsNeverKept(String text) {
        String secret = "s3cr3t".repeat(50_000);
        CommandLine command = command("tool", text.formatted(secret));

        assertThat(command.redacted()).doesNotContain("s3cr3t");
        assertThat(command.kept().redacted()).doesNotContain("s3cr3t");
        assertThat(command.brief().redacted()).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 500, 200_000})
    void itNeverTakesMoreThanItMay(int length) {
        List<String> many = new ArrayList<>(Collections.nCopies(3_000_000 / (length + 10), "z".repeat(length)));
        many.add(0, "/usr/lib/jvm/java-17-openjdk-amd64/bin/java");
        CommandLine command = new CommandLine(many);

        assertThat(command.bytes()).isLessThanOrEqualTo(CommandLine.MOST_BYTES);
        assertThat(command.kept().bytes()).isLessThanOrEqualTo(CommandLine.MOST_KEPT_BYTES);
        assertThat(command.brief().bytes()).isLessThanOrEqualTo(CommandLine.MOST_BRIEF_BYTES);
        assertThat(command.brief().program()).isEqualTo(many.get(0));
        assertThat(command.brief().arguments()).last().isEqualTo(CUT);
    }
}

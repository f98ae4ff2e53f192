package io.forkwatch.probe.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.verdict.Hint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusesAgentsTest {
    private static final Duration START = Duration.ofMillis(80);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:ArchiveClassesAtExit=app.jsa",
                "-XX:+AutoCreateSharedArchive",
                "-XX:AOTMode=on",
                "-Xshare:dump"
            })
    void anOptionThatDoesNotGoWithAnAgentIsKnown(String option) {
        assertThat(RefusesAgents.is(List.of("java", option, "-jar", "app.jar"), START))
                .isTrue();
        assertThat(RefusesAgents.is(List.of("java", option, "-jar", "app.jar"), Duration.ofSeconds(4)))
                .as("it ran")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:AOTCache=app.aot",
                "-XX:AOTMode=auto",
                "-XX:SharedArchiveFile=app.jsa",
                "-Xshare:auto",
                "-ea"
            })
    void othersDoGo(String option) {
        assertThat(RefusesAgents.is(List.of("java", option, "-jar", "app.jar"), START))
                .isFalse();
    }

    @Test
    void ofAProgramsOwnArgumentsNothingIsSaid() {
        assertThat(RefusesAgents.is(List.of(), START)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Hint.Plain.class,
            names = {"JVM_NEVER_STARTED", "JVM_ENDED_ITSELF"})
    void itIsSaidWhereNothingElseIsKnown(Hint.Plain silent) {
        Phrases phrases = new Phrases(Messages.in(Language.EN));
        Deaths archive = Deaths.byExit(1)
                .command("java", "-XX:ArchiveClassesAtExit=app.jsa", "-jar", "app.jar")
                .lifetimeMillis(80);
        assertThat(new HintWords(phrases, archive.death()).plain(silent))
                .contains("which this option for archives does not allow (possible)");
        Deaths plain = Deaths.byExit(1).command("java", "-jar", "app.jar").lifetimeMillis(80);
        assertThat(new HintWords(phrases, plain.death()).plain(silent)).doesNotContain("archives");
    }
}

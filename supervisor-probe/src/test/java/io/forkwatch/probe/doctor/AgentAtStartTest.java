package io.forkwatch.probe.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentAtStartTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:AOTCache=app.aot",
                "-XX:AOTMode=on",
                "-XX:ArchiveClassesAtExit=app.jsa",
                "-XX:+AutoCreateSharedArchive",
                "-Xshare:dump"
            })
    void whatDoesNotGoWithAnAgentIsSaid(String option) {
        assertThat(AgentAtStart.of(List.of("java", option, "-jar", "a.jar"))).hasValueSatisfying(check -> {
            assertThat(check.available()).isFalse();
            assertThat(check.detail()).startsWith(option.split("=", 2)[0]);
        });
    }

    @Test
    void ofOthersNothingIsSaid() {
        assertThat(AgentAtStart.of(List.of("java", "-Xshare:auto", "-jar", "a.jar")))
                .isEmpty();
    }
}

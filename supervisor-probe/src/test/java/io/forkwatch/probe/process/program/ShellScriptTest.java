package io.forkwatch.probe.process.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellScriptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "java -jar x.jar ! java",
                "cd /x && exec /usr/bin/java -jar x.jar ! java",
                "sleep 1; java -jar x.jar; exit $? ! java",
                "java -jar x.jar; code=$?; echo done; exit $code ! java",
                "for i in 1 2; do java $i; done ! java",
                "su - app -c 'java -jar x.jar; exit $?' ! java",
                "yes 2>&1 | head -1 ! head",
                "/opt/a-very-long-program-name -x ! a-very-long-pro",
            })
    void theLastCommandIsTheOneWhoseEndCounts(String script, String comm) {
        assertThat(ShellScript.endsWith(List.of("sh", "-c", script), comm)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "sleep 1; sh -c \"kill -9 \\$\\$\"; exit $? ! sleep",
                "java -jar x.jar && echo done ! java",
                "yes | head -1 ! yes",
                "sleep 492 & p=$!; wait $p; exit $? ! sleep",
                "javac X.java ! java",
                "'' ! java",
            })
    void anEarlierOneIsNot(String script, String comm) {
        assertThat(ShellScript.endsWith(List.of("sh", "-c", script), comm)).isFalse();
    }

    @Test
    void aPipelineWithPipefailMayPassOnTheEndOfAnyStage() {
        assertThat(ShellScript.endsWith(List.of("bash", "-o", "pipefail", "-c", "java | tee log"), "tee"))
                .isFalse();
    }

    @Test
    void aScriptInAFileIsNotKnown() {
        assertThat(ShellScript.of(List.of("sh", "/opt/run.sh", "x"))).isEmpty();
        assertThat(ShellScript.of(List.of("/opt/run.sh"))).isEmpty();
        assertThat(ShellScript.of(List.of())).isEmpty();
        assertThat(ShellScript.of(List.of("bash", "-ec", "java"))).isEqualTo("java");
    }
}

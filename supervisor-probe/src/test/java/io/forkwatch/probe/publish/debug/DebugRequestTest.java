package io.forkwatch.probe.publish.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forkwatch.probe.publish.web.WebRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebugRequestTest {
    private static DebugRequest read(String path, String query) throws DebugRefusal {
        return DebugRequest.of(new WebRequest(path, query, "", ""));
    }

    private static DebugRefusal refused(String path, String query) {
        return catchThrowableOfType(DebugRefusal.class, () -> read(path, query));
    }

    @Test
    void ofThisJvm() throws DebugRefusal {
        assertThat(read("/debug/threads", ""))
                .isEqualTo(new DebugRequest(DebugRequest.What.THREADS, Optional.empty(), 30, false));
        assertThat(read("/debug/heap-histogram", "live=true"))
                .isEqualTo(new DebugRequest(DebugRequest.What.HISTOGRAM, Optional.empty(), 30, true));
        assertThat(read("/debug/jfr", "seconds=300"))
                .isEqualTo(new DebugRequest(DebugRequest.What.RECORDING, Optional.empty(), 300, false));
    }

    @Test
    void ofAChild() throws DebugRefusal {
        assertThat(read("/debug/children/my.kind-1_x/7/threads", ""))
                .isEqualTo(new DebugRequest(
                        DebugRequest.What.THREADS, Optional.of(new WantedChild("my.kind-1_x", "7", 0)), 30, false));
        assertThat(read("/debug/children/a/overflow/jfr", "pid=42&seconds=1"))
                .isEqualTo(new DebugRequest(
                        DebugRequest.What.RECORDING, Optional.of(new WantedChild("a", "overflow", 42)), 1, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debug/",
                "/debug/threads/",
                "/debug/Threads",
                "/debug/heap",
                "/debug/children/a/0",
                "/debug/children/a/0/",
                "/debug/children/a/-1/jfr",
                "/debug/children/a/../threads",
                "/debug/children/A/0/threads",
                "/debug/children/<script>/0/threads",
                "/debug/children//0/threads",
                "/debug/children/0/threads"
            })
    void otherPaths(String path) {
        assertThat(refused(path, "").status()).isEqualTo(404);
        assertThat(refused(path, "").line()).doesNotContain("script", "-1");
    }

    @ParameterizedTest
    @CsvSource({
        "/debug/threads, seconds=1",
        "/debug/threads, x",
        "/debug/threads, =",
        "/debug/threads, &",
        "/debug/threads, pid=1",
        "/debug/heap-histogram, live",
        "/debug/heap-histogram, live=1",
        "/debug/heap-histogram, seconds=5",
        "/debug/jfr, seconds=0",
        "/debug/jfr, seconds=301",
        "/debug/jfr, seconds=-1",
        "/debug/jfr, seconds=1s",
        "/debug/jfr, seconds=01",
        "/debug/jfr, seconds=9999999999",
        "/debug/jfr, seconds",
        "/debug/jfr, seconds=1&seconds=2",
        "/debug/jfr, seconds=1&",
        "/debug/jfr, Seconds=1",
        "/debug/jfr, duration=<script>",
        "/debug/children/a/0/jfr, pid=0",
        "/debug/children/a/0/jfr, pid=12345678901",
        "/debug/children/a/0/threads, pid=1;2",
    })
    void otherQuestions(String path, String query) {
        assertThat(refused(path, query).status()).isEqualTo(400);
        assertThat(refused(path, query).line()).doesNotContain("script", "\n");
    }
}

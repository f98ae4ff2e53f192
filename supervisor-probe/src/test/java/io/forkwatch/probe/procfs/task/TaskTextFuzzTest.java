package io.forkwatch.probe.procfs.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Whatever the bytes are: values within their range, or {@link MalformedProcTextException} and nothing else. */
@Tag("fuzz")
class TaskTextFuzzTest {
    private static final SystemCalls CALLS = SystemCalls.of("amd64").orElseThrow();

    @FuzzTest(maxDuration = "1m")
    void syscall(byte[] input) {
        try {
            TaskCall call = TaskCall.parse(span(input), CALLS);
            assertThat(call.arguments().size()).isIn(0, 6);
        } catch (MalformedProcTextException e) {
            assertThat(e).hasMessageStartingWith("syscall: ");
        }
    }

    @FuzzTest(maxDuration = "1m")
    void stat(byte[] input) {
        try {
            assertThat(TaskStat.parse(span(input)).starttimeTicks()).isNotNegative();
        } catch (MalformedProcTextException e) {
            assertThat(e).hasMessageStartingWith("stat: ");
        }
    }

    @FuzzTest(maxDuration = "1m")
    void fdinfo(byte[] input) {
        FdInfo info = FdInfo.parse(text(input));
        assertThat(info.watched()).allMatch(each -> each.fd() >= 0);
        assertThat(info.locks()).allMatch(each -> each.pid() >= -1);
        assertThat(info.reads() || info.writes()).isTrue();
    }

    @FuzzTest(maxDuration = "1m")
    void locks(byte[] input) {
        assertThat(FileLock.parseAll(text(input))).allMatch(each -> each.number() >= 0);
    }

    @FuzzTest(maxDuration = "1m")
    void sockets(byte[] input) {
        assertThat(Sockets.unix(text(input))).allMatch(each -> each.inode() > 0);
        assertThat(Sockets.tcp(text(input))).allMatch(each -> each.inode() >= 0);
        assertThat(Sockets.address(text(input))).isNotNull();
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }

    private static ByteSpan span(byte[] input) {
        ByteSpan span = new ByteSpan(1);
        span.set(input, 0, input.length);
        return span;
    }
}

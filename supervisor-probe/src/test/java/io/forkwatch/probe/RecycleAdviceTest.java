package io.forkwatch.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecycleAdviceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"rss 1288490188 1073741824 500", "rss 1288490188 1073741824 500 and what a later agent adds"})
    void itIsReadAsTheAgentSaysIt(String said) {
        assertThat(RecycleAdvice.parse(said, 2_500))
                .hasValue(new RecycleAdvice("rss", 1288490188, 1073741824, Duration.ofNanos(2_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rss", "rss 1 2"})
    void whatAdvisesNothingIsEmpty(String said) {
        assertThat(RecycleAdvice.parse(said, 1)).isEmpty();
    }

    @Test
    void whereNoAgentIsOnNobodyIsAdvised() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sleep", "600").start();
        try {
            assertThat(SupervisorProbe.advice(child)).isEmpty();
        } finally {
            child.destroy();
            child.waitFor();
        }
        assertThat(SupervisorProbe.advice(child)).isEmpty();
    }

    /** As a pool may have them for what runs elsewhere: it has no pid. */
    @Test
    void aProcessThatIsNoneOfThisMachineIsUnknown() {
        assertThat(SupervisorProbe.advice(new Elsewhere())).isEmpty();
    }

    private static final class Elsewhere extends Process {
        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public int exitValue() {
            throw new IllegalThreadStateException();
        }

        @Override
        public void destroy() {}
    }
}

package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmapsRollupTest {
    // Linux 6.18, a shell.
    private static final String REAL = """
            559f8f6e2000-7ffd6b7f9000 ---p 00000000 00:00 0                          [rollup]
            Rss:                1676 kB
            Pss:                 231 kB
            Pss_Dirty:           104 kB
            Pss_Anon:            100 kB
            Pss_File:            131 kB
            Pss_Shmem:             0 kB
            SwapPss:               0 kB
            """;

    private static SmapsRollup parse(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteSpan span = new ByteSpan(Math.max(1, bytes.length));
        span.set(bytes, 0, bytes.length);
        return SmapsRollup.parse(span);
    }

    @Test
    void readsTheLineOfTheWholeAndNotThoseOfItsParts() throws IOException {
        assertThat(parse(REAL)).isEqualTo(new SmapsRollup(1676 * 1024, 231 * 1024, OptionalLong.of(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Rss: 5 kB\nPss_Anon: 5 kB\n",
                "Rss: 5 kB\nPss: x kB\n",
                "Rss: 5 kB\nPss:\n",
                "Rss: 5 kB\nPss: 5 kB",
                "Pss: 5 kB\n"
            })
    void whatHasNoWholeLineIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedProcTextException.class);
    }

    @Test
    void thisJvmHasSome() throws IOException {
        assertThat(ProcFs.system().smapsRollup(ProcessHandle.current().pid()).pssBytes())
                .isGreaterThan(1_000_000);
    }

    @Tag("fuzz")
    @FuzzTest(maxDuration = "1m")
    void whateverTheBytesAreItIsANumberOrRefused(byte[] input) throws IOException {
        try {
            assertThat(parse(new String(input, StandardCharsets.ISO_8859_1)).pssBytes())
                    .isNotNegative();
        } catch (MalformedProcTextException refused) {
            assertThat(refused).hasMessageStartingWith("smaps_rollup: ");
        }
    }
}

package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.text.ByteSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {
    @ParameterizedTest
    @CsvSource({
        "6.12.117+deb13-cloud-amd64, 6, 12, 117",
        "5.10.0-30-amd64, 5, 10, 0",
        "6.1.0-56-cloud-amd64, 6, 1, 0",
        "4.18.0-553.el8_10.x86_64, 4, 18, 0",
        "6.8.0-1017-aws, 6, 8, 0",
        "5.15.167.4-microsoft-standard-WSL2, 5, 15, 167",
        "6.15-rc3, 6, 15, 0",
        "6.15., 6, 15, 0",
        "2.6.32-754.el6.x86_64, 2, 6, 32",
        "10.20.30, 10, 20, 30",
    })
    void isWhatTheTextBeginsWith(String release, int major, int minor, int patch) {
        assertThat(KernelVersion.parse(ByteSpan.of(release + "\n"))).hasValue(new KernelVersion(major, minor, patch));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6", "6.", ".6.1", "linux 6.1", "v6.1", "12345.1", "-6.1", "6-1", "\n6.1"})
    void noVersionIsNone(String text) {
        assertThat(KernelVersion.parse(ByteSpan.of(text))).isEmpty();
    }

    @Test
    void laterOnesAreAtLeastIt() {
        KernelVersion version = new KernelVersion(6, 2, 5);
        assertThat(version.isAtLeast(6, 2)).isTrue();
        assertThat(version.isAtLeast(5, 19)).isTrue();
        assertThat(version.isAtLeast(6, 3)).isFalse();
        assertThat(version.isAtLeast(7, 0)).isFalse();
    }
}

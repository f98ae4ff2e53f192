package io.forkwatch.probe.procfs.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.text.ByteSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPartsTest {
    // The lines that matter of a cgroup of version 2 on Linux 6.12, and of one of version 1 on 6.18.
    private static final String VERSION_2 = """
            anon 3211264
            file 9211904
            kernel 1179648
            shmem 4096
            file_mapped 0
            inactive_anon 3174400
            inactive_file 8962048
            active_file 245760
            slab_reclaimable 640976
            slab_unreclaimable 215992
            slab 856968
            """;
    private static final String VERSION_1 = """
            cache 0
            rss 0
            active_file 1
            total_cache 9207808
            total_rss 3211264
            total_shmem 4096
            total_inactive_file 8962048
            total_active_file 245760
            """;

    @Test
    void version2TellsWhatTheKernelGivesBack() {
        assertThat(MemoryParts.parse(13602816, text(VERSION_2), true)).hasValueSatisfying(parts -> {
            assertThat(parts).isEqualTo(new MemoryParts(13602816, 3211264, 4096, 245760, 8962048, 640976, 215992));
            assertThat(parts.keptBytes()).isEqualTo(13602816 - 245760 - 8962048 - 640976);
        });
    }

    @Test
    void version1CountsThoseBelowAndHasNoFiguresOfTheKernel() {
        assertThat(MemoryParts.parse(12500000, text(VERSION_1), false)).hasValueSatisfying(parts -> {
            assertThat(parts).isEqualTo(new MemoryParts(12500000, 3211264, 4096, 245760, 8962048, 0, 0));
            assertThat(parts.keptBytes()).isEqualTo(12500000 - 245760 - 8962048);
        });
    }

    @Test
    void twoFilesAreNotOfOneMoment() {
        assertThat(MemoryParts.parse(1, text(VERSION_2), true).orElseThrow().keptBytes())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anon\n", "anon x\n", "file 1\n", "anon 1"})
    void whatIsNotLikeThatIsAbsent(String text) {
        assertThat(MemoryParts.parse(1, text(text), true)).isEmpty();
    }

    private static ByteSpan text(String text) {
        return ByteSpan.of(text);
    }
}

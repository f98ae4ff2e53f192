package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.options.BadOption;
import io.forkwatch.probe.options.OptionParser;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionReloadTest {
    private static final long PAUSE = 5_000_000_000L;

    private final List<ProbeOptions> applied = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Tally results = new Tally();

    @TempDir
    Path directory;

    private Path file;
    private long nanos = Long.MAX_VALUE - PAUSE;

    @BeforeEach
    void file() {
        file = directory.resolve("forkwatch.properties");
    }

    private OptionReload of(String text) throws IOException, BadOption {
        Files.writeString(file, text);
        ProbeOptions options = OptionParser.ofThisJvm("port=0,@" + file);
        return new OptionReload(options, applied::add, lines::add, results, nanos);
    }

    private void look(OptionReload reload, int times) {
        for (int i = 0; i < times; i++) {
            nanos += PAUSE;
            assertThat(reload.doWork(nanos)).isEqualTo(PAUSE);
        }
    }

    @Test
    void whatMayChangeHoldsWhenTheFileIsAtRest() throws Exception {
        OptionReload reload = of("limit.rss=1g\n");
        look(reload, 3);
        assertThat(lines).isEmpty();

        Files.writeString(file, "limit.rss=20m\nsweep.age=2h\n");
        look(reload, 1);
        assertThat(applied).as("it may still be written").isEmpty();
        look(reload, 1);
        assertThat(applied)
                .singleElement()
                .satisfies(read ->
                        assertThat(read.advice().limits().general().most()).containsValue(20L << 20));
        assertThat(lines).containsExactly("options read again: limit.rss, sweep.age hold from now on");
        look(reload, 3);
        assertThat(lines).hasSize(1);
        assertThat(results.read()).isEqualTo(Map.of("success", 1L, "failure", 0L));
    }

    @Test
    void whatMayNotChangeIsNamedAndLeft() throws Exception {
        OptionReload reload = of("interval=1s\n");
        Files.writeString(file, "interval=2s\nkind.pool=x\ndebug=true\nmemory.warn=90%\n");
        look(reload, 2);
        assertThat(lines)
                .containsExactly(
                        "options read again: memory.warn holds from now on; debug, interval, kind hold after the"
                                + " next start of this JVM");

        Files.writeString(file, "interval=3s\nkind.pool=x\ndebug=false\nmemory.warn=90%\n");
        look(reload, 2);
        assertThat(lines.get(1)).contains("debug holds from now on; interval holds after the next start");
        assertThat(applied.get(1).debug()).isFalse();
    }

    @Test
    void aBrokenOrMissingFileChangesNothing() throws Exception {
        OptionReload reload = of("limit.rss=1g\n");
        Files.writeString(file, "limit.rss=20\n");
        look(reload, 4);
        Files.delete(file);
        look(reload, 4);
        assertThat(applied).isEmpty();
        assertThat(lines)
                .hasSize(2)
                .allMatch(line -> line.startsWith("options stay as they were: "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("limit.rss", "20"),
                        line -> assertThat(line).contains("no such file"));
        assertThat(results.read()).isEqualTo(Map.of("success", 0L, "failure", 2L));

        Files.writeString(file, "limit.rss=30m\n");
        look(reload, 2);
        assertThat(applied).hasSize(1);
    }

    @Test
    void whatHasChangedBeforeTheFirstChildHoldsToo() throws Exception {
        Files.writeString(file, "limit.rss=1g\n");
        ProbeOptions options = OptionParser.ofThisJvm("port=0,@" + file);
        Files.writeString(file, "limit.rss=2g\n");
        look(new OptionReload(options, applied::add, lines::add, results, nanos), 2);
        assertThat(applied).hasSize(1);
        assertThat(results.read()).containsEntry("success", 1L);
    }

    @Test
    void aFileThatWasOnlyTouchedSaysNothing() throws Exception {
        OptionReload reload = of("limit.rss=1g\n");
        look(reload, 1);
        assertThat(results.read()).containsEntry("success", 0L);
        Files.writeString(file, "# the same\nlimit.rss=1g\n");
        look(reload, 3);
        assertThat(lines).isEmpty();
        assertThat(applied).isEmpty();
        assertThat(results.read()).containsEntry("success", 1L);
    }
}

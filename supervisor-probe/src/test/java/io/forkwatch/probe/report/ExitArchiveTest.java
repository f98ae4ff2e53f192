package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExitArchiveTest {
    private static final Style FRENCH = Style.of(LogFormat.TEXT, Language.FR);

    private final List<String> file = new ArrayList<>();
    private final ExitArchive archive =
            new ExitArchive(Optional.of(file::add), 3, FRENCH, Times.fixed(), ZoneOffset.UTC);

    @Test
    void everyAbnormalEndIsOneRecord() {
        for (int code = 1; code <= 3; code++) {
            end(Deaths.byExit(code), archive);
        }
        assertThat(file)
                .extracting(record -> Json.parse(record)
                        .getAsJsonObject("mechanism")
                        .get("exit_code")
                        .getAsInt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void recordsAreEnglishJsonWhateverTheLogIs() {
        end(Deaths.bySignal(9), archive);
        assertThat(file).singleElement().satisfies(record -> {
            assertThat(Json.parse(record).get("event").getAsString()).isEqualTo("child_died");
            assertThat(Json.parse(record).get("hint").getAsString()).startsWith("look for ");
        });
    }

    @Test
    void cleanEndsAreNotWritten() {
        end(Deaths.byExit(0), archive);
        assertThat(file).isEmpty();
    }

    @Test
    void withoutAFileNoRecordIsMade() {
        Deaths deaths = Deaths.bySignal(9);
        Death death = deaths.death();
        Diagnosis diagnosis = new Diagnoser().diagnose(deaths.evidence());
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ExitArchive none = new ExitArchive(Optional.empty(), 0, FRENCH, Times.fixed(), ZoneOffset.UTC);
        none.died(death, diagnosis);
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            none.died(death, diagnosis);
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }

    @Test
    void theLastOnesAreKept() {
        for (int code = 1; code <= 5; code++) {
            end(Deaths.byExit(code), archive);
        }
        end(Deaths.byExit(0), archive);
        assertThat(archive.kept().total()).isEqualTo(5);
        assertThat(archive.kept().newestFirst())
                .extracting(KeptExits.Kept::number)
                .containsExactly(5L, 4L, 3L);
        assertThat(archive.kept().newestFirst().get(0).json()).isEqualTo(file.get(4));
        assertThat(archive.kept().newestFirst().get(0).text()).contains("code de sortie 5");
        assertThat(archive.kept().sinceStart().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isEqualTo(6);
    }

    /** They are those of today: of yesterday's there are none. */
    @Test
    void aDayEndsThoughNobodyDies() {
        AtomicLong days = new AtomicLong();
        Instant end = Deaths.bySignal(9).death().at();
        Clocks clocks = new Clocks(() -> 0, () -> end.plus(Duration.ofDays(days.get())));
        ExitArchive today = new ExitArchive(Optional.empty(), 3, FRENCH, clocks, ZoneOffset.UTC);
        end(Deaths.bySignal(9), today);
        assertThat(today.kept().ofDay().values()).containsExactly(1L);
        days.incrementAndGet();
        assertThat(today.kept().ofDay()).isEmpty();
        assertThat(today.kept().sinceStart().values()).containsExactly(1L);
    }

    /** However many may be kept. */
    @Test
    void whatIsKeptHasABoundInBytes() {
        ExitArchive large = new ExitArchive(Optional.empty(), 10_000, FRENCH, Times.fixed(), ZoneOffset.UTC);
        for (int i = 0; i < 3_000; i++) {
            end(Deaths.bySignal(9), large);
        }
        List<KeptExits.Kept> kept = large.kept().newestFirst();
        assertThat(kept.size()).isBetween(100, 2_999);
        assertThat(kept.stream().mapToLong(KeptExits.Kept::bytes).sum()).isLessThanOrEqualTo(ExitArchive.MOST_BYTES);
    }

    private static void end(Deaths deaths, ExitArchive archive) {
        archive.died(deaths.death(), new Diagnoser().diagnose(deaths.evidence()));
    }
}

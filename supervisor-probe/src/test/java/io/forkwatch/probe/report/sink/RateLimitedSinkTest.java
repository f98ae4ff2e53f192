package io.forkwatch.probe.report.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.Times;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedSinkTest {
    private final List<String> log = new ArrayList<>();
    private final Times times = new Times();
    private final Tally tally = new Tally();
    private final RateLimitedSink sink =
            new RateLimitedSink(log::add, Style.of(LogFormat.TEXT, Language.EN), times.clocks(), tally);

    @Test
    void aBurstOf200Passes() {
        write(201);
        assertThat(log).hasSize(200);
        assertThat(tally.read()).containsEntry("log_lines", 1L);
    }

    @Test
    void then20ASecondPass() {
        write(200);
        times.passMillis(49);
        write(1);
        assertThat(log).hasSize(200);
        times.passMillis(1);
        write(2);
        assertThat(log).hasSize(201);
    }

    @Test
    void neverMoreThanABurstIsSavedUp() {
        times.passMillis(3_600_000);
        write(300);
        assertThat(log).hasSize(200);
    }

    @Test
    void whatWasDroppedIsToldOnceWhenItIsOver() {
        write(512);
        times.passMillis(50);
        write(1);
        assertThat(log).hasSize(201).noneMatch(line -> line.contains("dropped"));
        times.passMillis(1000);
        write(2);
        assertThat(log.subList(201, log.size())).containsExactly("[forkwatch] 312 log records were dropped", "x", "x");
    }

    @Test
    void whatWasDroppedIsToldAtTheEndAtTheLatest() {
        write(201);
        sink.close();
        assertThat(log.get(200)).isEqualTo("[forkwatch] 1 log record was dropped");
        sink.close();
        assertThat(log).hasSize(201);
    }

    @Test
    void inJsonItIsAnEvent() {
        RateLimitedSink json =
                new RateLimitedSink(log::add, Style.of(LogFormat.JSON, Language.EN), times.clocks(), tally);
        for (int i = 0; i < 203; i++) {
            json.write("{}");
        }
        json.close();
        assertThat(log.get(200))
                .isEqualTo("{\"event\":\"log_records_dropped\",\"time\":\"2026-11-01T12:00:00.123Z\",\"count\":3}");
    }

    private void write(int records) {
        for (int i = 0; i < records; i++) {
            sink.write("x");
        }
    }
}

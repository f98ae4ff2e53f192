package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExitArchiveTest {
    private static final Style FRENCH = Style.of(LogFormat.TEXT, Language.FR);

    private final List<String> file = new ArrayList<>();
    private final ExitArchive archive = new ExitArchive(Optional.of(file::add), FRENCH, Times.fixed());

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
        ExitArchive none = new ExitArchive(Optional.empty(), FRENCH, Times.fixed());
        none.died(death, diagnosis);
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            none.died(death, diagnosis);
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }

    private static void end(Deaths deaths, ExitArchive archive) {
        archive.died(deaths.death(), new Diagnoser().diagnose(deaths.evidence()));
    }
}

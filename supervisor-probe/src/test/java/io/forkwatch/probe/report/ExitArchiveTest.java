package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExitArchiveTest {
    private static final Style FRENCH = Style.of(LogFormat.TEXT, Language.FR);

    private final List<String> file = new ArrayList<>();

    @Test
    void theLastOnesAreKeptTheNewestFirst() {
        ExitArchive archive = archive(2);
        assertThat(archive.latest()).isEmpty();
        for (int code = 1; code <= 3; code++) {
            end(Deaths.byExit(code), archive);
        }
        assertThat(archive.latest())
                .extracting(record -> Json.parse(record)
                        .getAsJsonObject("mechanism")
                        .get("exit_code")
                        .getAsInt())
                .containsExactly(3, 2);
        assertThat(file).hasSize(3);
    }

    @Test
    void whatWasAskedForDoesNotChange() {
        ExitArchive archive = archive(2);
        end(Deaths.byExit(1), archive);
        List<String> before = archive.latest();
        end(Deaths.byExit(2), archive);
        assertThat(before).hasSize(1);
    }

    @Test
    void recordsAreEnglishJsonWhateverTheLogIs() {
        ExitArchive archive = archive(1);
        end(Deaths.bySignal(9), archive);
        assertThat(archive.latest()).isEqualTo(file).singleElement().satisfies(record -> {
            assertThat(Json.parse(record).get("event").getAsString()).isEqualTo("child_died");
            assertThat(Json.parse(record).get("hint").getAsString()).startsWith("look for ");
        });
    }

    @Test
    void cleanEndsAreNotKept() {
        ExitArchive archive = archive(2);
        end(Deaths.byExit(0), archive);
        assertThat(archive.latest()).isEmpty();
        assertThat(file).isEmpty();
    }

    @Test
    void withNothingKeptInMemoryTheFileStillGetsAll() {
        ExitArchive archive = archive(0);
        end(Deaths.byExit(1), archive);
        assertThat(archive.latest()).isEmpty();
        assertThat(file).hasSize(1);
    }

    @Test
    void withoutAFileTheLastOnesAreKept() {
        ExitArchive archive = new ExitArchive(1, Optional.empty(), FRENCH, Times.fixed());
        end(Deaths.byExit(1), archive);
        assertThat(archive.latest()).hasSize(1);
    }

    private ExitArchive archive(int most) {
        return new ExitArchive(most, Optional.of(file::add), FRENCH, Times.fixed());
    }

    private static void end(Deaths deaths, ExitArchive archive) {
        archive.died(deaths.death(), new Diagnoser().diagnose(deaths.evidence()));
    }
}

package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.*;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.report.record.*;
import io.forkwatch.probe.report.words.Language;
import java.nio.file.*;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GenTmpTest {
    @Test
    void gen() throws Exception {
        Path out = Files.createDirectories(Path.of("/tmp/wt/h2m/golden"));
        for (var e : SummaryCases.all().entrySet()) {
            if (!e.getKey().startsWith("black-box")) {
                continue;
            }
            var ev = e.getValue();
            var d = new Diagnoser().diagnose(ev);
            Clocks c = new Clocks(() -> 0, () -> Instant.EPOCH);
            Files.writeString(
                    out.resolve(e.getKey() + ".txt"),
                    Records.in(Style.of(LogFormat.TEXT, Language.EN), c).died(ev.death(), d) + "\n");
            Files.writeString(
                    out.resolve(e.getKey() + ".fr.txt"),
                    Records.in(Style.of(LogFormat.TEXT, Language.FR), c).died(ev.death(), d) + "\n");
            Files.writeString(
                    out.resolve(e.getKey() + ".json"),
                    Records.in(Style.of(LogFormat.JSON, Language.EN), c).died(ev.death(), d) + "\n");
        }
    }
}

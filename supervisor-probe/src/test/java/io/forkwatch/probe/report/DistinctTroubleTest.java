package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.words.Language;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctTroubleTest {
    private final List<String> log = new ArrayList<>();
    private final Tally tally = new Tally();
    private final DistinctTrouble trouble =
            new DistinctTrouble(log::add, Style.of(LogFormat.TEXT, Language.EN), Times.fixed(), tally);

    @Test
    void theFirstAndEveryPowerOfTwoIsWritten() {
        for (int i = 0; i < 9; i++) {
            trouble.report("tick", fault("disk on fire"));
        }
        String line = "[forkwatch] trouble in tick: java.io.IOException: disk on fire at a.B.c(D.java:1)";
        assertThat(log)
                .containsExactly(
                        line + "; the application is not affected",
                        line + " (seen 2 times); the application is not affected",
                        line + " (seen 4 times); the application is not affected",
                        line + " (seen 8 times); the application is not affected");
        assertThat(tally.read()).containsEntry("tick", 9L);
    }

    @Test
    void placesClassesAndMessagesAreToldApart() {
        trouble.report("tick", fault("one"));
        trouble.report("report", fault("one"));
        trouble.report("tick", fault("two"));
        trouble.report("tick", new IllegalStateException("one"));
        assertThat(log).hasSize(4);
    }

    @Test
    void onlyTheTopOfAMessageIsShown() {
        trouble.report("tick", fault("first\nsecond"));
        trouble.report("tick", fault("x".repeat(500)));
        assertThat(log.get(0)).contains("IOException: first at");
        assertThat(log.get(1)).contains("x".repeat(200) + "... at").doesNotContain("x".repeat(201));
    }

    @Test
    void aFaultWithoutMessageOrStackIsFine() {
        Throwable bare = new StackOverflowError();
        bare.setStackTrace(new StackTraceElement[0]);
        trouble.report("bridge", bare);
        assertThat(log)
                .containsExactly("[forkwatch] trouble in bridge: java.lang.StackOverflowError; "
                        + "the application is not affected");
    }

    @Test
    void beyond64DistinctFaultsTheRestIsCountedTogether() {
        for (int i = 0; i < 64 + 1000; i++) {
            trouble.report("tick", fault("number " + i));
        }
        assertThat(log).hasSize(64 + 10);
        assertThat(tally.read()).containsEntry("tick", 1064L);
    }

    @Test
    void itNeverThrows() {
        LogSink broken = record -> {
            throw new IllegalStateException("sink");
        };
        DistinctTrouble fragile =
                new DistinctTrouble(broken, Style.of(LogFormat.TEXT, Language.EN), Times.fixed(), tally);
        assertThatCode(() -> fragile.report("tick", fault("x"))).doesNotThrowAnyException();
        assertThat(tally.read()).containsEntry("trouble", 1L);
    }

    @Test
    void errorsOfTheSinkEndHereToo() {
        LogSink broken = record -> {
            throw new NoClassDefFoundError("sink");
        };
        DistinctTrouble fragile =
                new DistinctTrouble(broken, Style.of(LogFormat.TEXT, Language.EN), Times.fixed(), tally);
        assertThatCode(() -> fragile.report("tick", fault("x"))).doesNotThrowAnyException();
        assertThatCode(() -> fragile.report("tick", fault("y"))).doesNotThrowAnyException();
        assertThat(tally.read()).containsEntry("trouble", 2L);
    }

    @Test
    void inJsonItIsAnEvent() {
        new DistinctTrouble(log::add, Style.of(LogFormat.JSON, Language.EN), Times.fixed(), tally)
                .report("tick", fault("x"));
        assertThat(log)
                .containsExactly("{\"event\":\"trouble\",\"time\":\"2026-11-01T12:00:00.123Z\",\"what\":\"tick\","
                        + "\"fault\":\"java.io.IOException: x\",\"place\":\"a.B.c(D.java:1)\",\"seen\":1}");
    }

    private static IOException fault(String message) {
        IOException fault = new IOException(message);
        fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", "c", "D.java", 1)});
        return fault;
    }
}

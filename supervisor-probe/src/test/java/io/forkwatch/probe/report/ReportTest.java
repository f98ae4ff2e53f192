package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.report.words.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
    private static final StartFailure NO_SUCH = new StartFailure(
            new CommandLine(List.of("nosuch", "--all")), "/ci/build", "error=2, No such file or directory", 0);

    private final List<String> log = new ArrayList<>();
    private final Times times = new Times();

    @Test
    void theStartLineSaysWhereTheMetricsAre() {
        text().started("0.1.0", 77, Optional.of("http://127.0.0.1:9797/metrics"), List.of());
        assertThat(log)
                .containsExactly(
                        "[forkwatch] 0.1.0 watches the children of pid 77, metrics at http://127.0.0.1:9797/metrics");
    }

    @Test
    void theStartLineDoesWithoutAPort() {
        text().started("0.1.0", 77, Optional.empty(), List.of());
        assertThat(log).containsExactly("[forkwatch] 0.1.0 watches the children of pid 77");
    }

    @Test
    void whatIsSaidOfChildrenIsSaidInFrenchToo() {
        Style style = Style.of(LogFormat.TEXT, Language.FR);
        Report report = new Report(log::add, style, SummaryMode.ABNORMAL, false, times.clocks());
        report.started("0.1.0", 77, Optional.of("http://127.0.0.1:9797/metrics"), List.of());
        report.startFailed(NO_SUCH, new Kind("nosuch"));
        report.leftAlive(List.of(living(0, true)));
        assertThat(log)
                .containsExactly(
                        "[forkwatch] 0.1.0 surveille les processus enfants du pid 77, "
                                + "métriques sur http://127.0.0.1:9797/metrics",
                        "[forkwatch] enfant non démarré : nosuch : error=2, No such file or directory ; "
                                + "commande nosuch --all, répertoire /ci/build",
                        "[forkwatch] 1 enfant encore en vie : worker[0] pid 100 (âge 3m12s, RSS 312 MiB)");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aRunTooShortForAReportHasItsStartLine(Language language) {
        assertThat(Report.startedBriefly("0.1.0", language, List.of()))
                .isEqualTo(Messages.in(language).say("started.briefly", "0.1.0"));
    }

    /** It is the only thing that is done to a child. */
    @Test
    void thatChildrenArePreferredIsInEachStartLine() {
        text().started("0.1.0", 77, Optional.empty(), List.of("oom.prefer.children"));
        Style json = Style.of(LogFormat.JSON, Language.EN);
        new Report(log::add, json, SummaryMode.ABNORMAL, false, times.clocks())
                .started("0.1.0", 77, Optional.empty(), List.of("oom.prefer.children"));
        assertThat(log.get(0))
                .isEqualTo("[forkwatch] 0.1.0 watches the children of pid 77; raises the oom_score_adj of children to"
                        + " 1000 (oom.prefer.children)");
        assertThat(log.get(1)).endsWith("\"pid\":77,\"oom_prefer_children\":true}");
        assertThat(Report.startedBriefly("0.1.0", Language.EN, List.of("oom.prefer.children")))
                .endsWith(" to 1000 (oom.prefer.children)");
        assertThat(Report.startedBriefly("0.1.0", Language.FR, List.of("oom.prefer.children")))
                .endsWith(" (oom.prefer.children)");
    }

    @Test
    void anEndForWhichThereWasNoMemoryIsToldLater() {
        LogSink full = record -> {
            if (log.isEmpty()) {
                log.add("full");
                throw new OutOfMemoryError("Java heap space");
            }
            log.add(record);
        };
        Report report = new Report(full, Style.of(LogFormat.TEXT, Language.EN), SummaryMode.ALL, false, times.clocks());
        died(report, Deaths.byExit(3));
        assertThat(log).containsExactly("full");
        assertThat(report.doWork(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(log).hasSize(2).last().asString().contains("exit 3 (certain)");
        assertThat(report.doWork(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(log).hasSize(2);
    }

    @Test
    void endsForWhichThereIsNeverAnyMemoryAreCounted() {
        LogSink full = record -> {
            throw new OutOfMemoryError("Java heap space");
        };
        Report report = new Report(full, Style.of(LogFormat.TEXT, Language.EN), SummaryMode.ALL, false, times.clocks());
        died(report, Deaths.byExit(3));
        assertThat(report.doWork(0)).isEqualTo(1_000_000_000);
        assertThatThrownBy(report::endedTogether)
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining(" 1 ");
    }

    @Test
    void quietSilencesTheStartLineAndNothingElse() {
        Report report =
                new Report(log::add, Style.of(LogFormat.TEXT, Language.EN), SummaryMode.ABNORMAL, true, times.clocks());
        report.started("0.1.0", 77, Optional.empty(), List.of());
        assertThat(log).isEmpty();
        report.notice("port 9797 is taken");
        assertThat(log).containsExactly("[forkwatch] port 9797 is taken");
    }

    @Test
    void aNoticeStaysOneLine() {
        text().notice("unknown option a\nb");
        assertThat(log).containsExactly("[forkwatch] unknown option a\\u000ab");
    }

    @Test
    void aFailedStartNamesReasonCommandAndDirectory() {
        text().startFailed(NO_SUCH, new Kind("nosuch"));
        assertThat(log)
                .containsExactly("[forkwatch] child not started: nosuch: error=2, No such file or directory; "
                        + "command nosuch --all, directory /ci/build");
    }

    /** A supervisor that stops its children in a shutdown hook of its own. */
    @Test
    void whatEndsWithThisJvmIsToldInOneLine() {
        Report report = text();
        report.ending(Deaths.DEATH_NANOS);
        died(report, Deaths.byExit(3));
        died(report, Deaths.byExit(143));
        died(report, Deaths.byExit(0));
        assertThat(log).isEmpty();

        report.endedTogether();
        report.endedTogether();
        assertThat(log)
                .containsExactly("[forkwatch] 2 children ended with this JVM: surefire-fork[0] pid 4242 exit 3; "
                        + "surefire-fork[0] pid 4242 the JVM was asked to stop by signal 15 (SIGTERM) and exited 143 by itself, "
                        + "sender unknown: nobody in this JVM called destroy");
    }

    @Test
    void whatEndedBeforeOrWasKilledByOthersIsToldAsEver() {
        Report report = text();
        report.ending(Deaths.DEATH_NANOS + 1);
        died(report, Deaths.byExit(3));
        assertThat(log).hasSize(1);

        report.ending(Deaths.DEATH_NANOS);
        died(report, Deaths.bySignal(9));
        assertThat(log).hasSize(2);
    }

    /** The last that a launcher does is often to stop its workers. */
    @Test
    void aPoliteStopIsHeldForASecondSinceThisJvmMayEnd() {
        Report report = text();
        died(report, Deaths.bySignal(15).kill(false, 4));
        died(report, Deaths.bySignal(15).kill(false, 4));
        assertThat(log).isEmpty();
        assertThat(report.doWork(after(400_000_000))).isEqualTo(600_000_000);

        report.ending(after(500_000_000));
        report.endedTogether();
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith(
                        "[forkwatch] 2 children ended with this JVM: surefire-fork[0] pid 4242 killed by this supervisor: ")
                .contains("destroy()");
    }

    @Test
    void aPoliteStopThatIsHeardOfWhenTheEndHasBegunIsPartOfItAsWell() {
        Report report = text();
        report.ending(after(500_000_000));
        died(report, Deaths.bySignal(15).kill(false, 4));
        report.endedTogether();
        assertThat(log).singleElement().asString().contains("ended with this JVM", "destroy()");
    }

    @Test
    void aPoliteStopOfAJvmThatGoesOnIsTold() {
        Report report = text();
        died(report, Deaths.bySignal(15).kill(false, 4));

        assertThat(report.doWork(after(1_000_000_000))).isEqualTo(Long.MAX_VALUE);
        assertThat(log).singleElement().asString().startsWith("[forkwatch] child died: surefire-fork[0] pid 4242");
    }

    @Test
    void aKillIsToldAtOnce() {
        died(text(), Deaths.bySignal(9).kill(true, 4));

        assertThat(log).hasSize(1);
    }

    @Test
    void ofManyKillsAtTheEndTheFirstIsToldAndTheOthersAreOneLine() {
        Report report = text();
        for (int i = 0; i < 4; i++) {
            died(report, Deaths.bySignal(9).kill(true, 4));
        }
        assertThat(log).hasSize(1);
        report.ending(after(500_000_000));
        died(report, Deaths.bySignal(9).kill(true, 4));
        report.endedTogether();
        assertThat(log).hasSize(2);
        assertThat(log.get(1)).startsWith("[forkwatch] 4 children ended with this JVM: ");
    }

    @Test
    void ofAJvmThatGoesOnAllKillsAreTold() {
        Report report = text();
        died(report, Deaths.bySignal(9).kill(true, 4));
        died(report, Deaths.bySignal(9).kill(true, 4));
        assertThat(log).hasSize(1);

        report.doWork(after(1_000_000_000));
        assertThat(log).hasSize(2).allMatch(line -> line.startsWith("[forkwatch] child died: "));
    }

    @Test
    void noMoreThanSoManyEndsAreHeldBack() {
        Report report = text();
        for (int i = 0; i < 300; i++) {
            died(report, Deaths.bySignal(15).kill(false, 4));
        }
        assertThat(log).hasSize(300 - 256);
    }

    @Test
    void inJsonEachEndHasItsRecordToTheLast() {
        Style style = Style.of(LogFormat.JSON, Language.EN);
        Report report = new Report(log::add, style, SummaryMode.ABNORMAL, false, times.clocks());
        report.ending(Deaths.DEATH_NANOS);
        died(report, Deaths.byExit(3));
        report.endedTogether();

        assertThat(log).singleElement().asString().contains("\"event\":\"child_died\"");
    }

    private static long after(long nanos) {
        return Deaths.DEATH_NANOS + nanos;
    }

    private static void died(Report report, Deaths deaths) {
        report.died(deaths.death(), new Diagnoser().diagnose(deaths.evidence()));
    }

    @Test
    void nothingIsSaidIfNoChildIsLeft() {
        text().leftAlive(List.of());
        assertThat(log).isEmpty();
    }

    @Test
    void aChildLeftAliveIsNamedWithPidAgeAndMemory() {
        text().leftAlive(List.of(living(0, true)));
        assertThat(log).containsExactly("[forkwatch] 1 child left alive: worker[0] pid 100 (age 3m12s, RSS 312 MiB)");
    }

    /** What a build daemon is for. */
    @Test
    void aBuildDaemonThatLivesOnIsNoNewsToPeople() {
        text().leftAlive(List.of(living("gradle-daemon", 0, true), living("kotlin-daemon", 1, true)));
        assertThat(log).isEmpty();
        text().leftAlive(List.of(living("gradle-daemon", 0, true), living(3, true)));
        assertThat(log).containsExactly("[forkwatch] 1 child left alive: worker[3] pid 103 (age 3m12s, RSS 312 MiB)");
    }

    /** A hook that stops a server by a program of its own, as pg_ctl, waits for that when this report is closed. */
    @Test
    void aChildThatAHookStartedAtTheEndIsNotLeftAlive() {
        Report report = text();
        report.ending(times.nanos() - 192_100_000_000L);
        report.leftAlive(List.of(living(0, true)));
        assertThat(log).isEmpty();
        Report later = text();
        later.ending(times.nanos() - 192_099_999_999L);
        later.leftAlive(List.of(living(0, true)));
        assertThat(log).containsExactly("[forkwatch] 1 child left alive: worker[0] pid 100 (age 3m12s, RSS 312 MiB)");
    }

    @Test
    void atMostTenChildrenAreNamed() {
        text().leftAlive(IntStream.range(0, 12).mapToObj(i -> living(i, false)).toList());
        assertThat(log)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(
                                "[forkwatch] 12 children left alive: worker[0] pid 100 (age 3m12s), worker[1] pid 101")
                        .endsWith("worker[9] pid 109 (age 3m12s), and 2 more"));
    }

    @ParameterizedTest
    @CsvSource({
        "ABNORMAL, 0, 0", "ABNORMAL, 3, 1",
        "ALL, 0, 1", "ALL, 3, 1",
        "NONE, 0, 0", "NONE, 3, 0",
    })
    void theModeDecidesWhichEndsAreTold(SummaryMode mode, int exitCode, int records) {
        Deaths deaths = Deaths.byExit(exitCode);
        new Report(log::add, Style.of(LogFormat.TEXT, Language.EN), mode, false, times.clocks())
                .died(deaths.death(), new Diagnoser().diagnose(deaths.evidence()));
        assertThat(log).hasSize(records);
    }

    /** The JDK's exception names the program, and where it was to run; a library's may quote more. */
    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void theReasonOfAFailedStartIsShownWithoutSecretsToo(LogFormat format) {
        Report report =
                new Report(log::add, Style.of(format, Language.EN), SummaryMode.ABNORMAL, false, times.clocks());
        String reason = "Cannot run program \"curl -u me:SEKRIT http://h\" (in directory \"/x\"): error=2";
        StartFailure failure = new StartFailure(new CommandLine(List.of("curl")), "/x", reason, 0);
        report.startFailed(failure, new Kind("curl"));
        assertThat(log).singleElement().asString().doesNotContain("SEKRIT").contains("error=2", "me:***");
    }

    @Test
    void failedStartsAreToldWithoutSummaries() {
        Report report =
                new Report(log::add, Style.of(LogFormat.TEXT, Language.EN), SummaryMode.NONE, false, times.clocks());
        report.startFailed(NO_SUCH, new Kind("nosuch"));
        assertThat(log).hasSize(1);
    }

    @Test
    void jsonEventsAreObjectsOfOneLine() {
        Report report = new Report(
                log::add, Style.of(LogFormat.JSON, Language.EN), SummaryMode.ABNORMAL, false, times.clocks());
        report.started("0.1.0", 77, Optional.of("http://127.0.0.1:9797/metrics"), List.of());
        report.notice("port 9797 is taken");
        report.startFailed(NO_SUCH, new Kind("nosuch"));
        report.leftAlive(List.of(living(0, true), living(1, false)));
        String time = "\"time\":\"2026-11-01T12:00:00.123Z\"";
        assertThat(log)
                .containsExactly(
                        "{\"event\":\"started\"," + time
                                + ",\"version\":\"0.1.0\",\"pid\":77,\"url\":\"http://127.0.0.1:9797/metrics\"}",
                        "{\"event\":\"notice\"," + time + ",\"message\":\"port 9797 is taken\"}",
                        "{\"event\":\"child_start_failed\"," + time
                                + ",\"kind\":\"nosuch\",\"reason\":\"error=2, No such file or directory\","
                                + "\"command\":\"nosuch --all\",\"directory\":\"/ci/build\"}",
                        "{\"event\":\"children_left_alive\"," + time + ",\"count\":2,\"children\":["
                                + "{\"kind\":\"worker\",\"slot\":0,\"pid\":100,\"age_seconds\":192.1,"
                                + "\"rss_bytes\":327155712},"
                                + "{\"kind\":\"worker\",\"slot\":1,\"pid\":101,\"age_seconds\":192.1}]}");
    }

    @Test
    void jsonNamesAtMostTenChildrenToo() {
        new Report(log::add, Style.of(LogFormat.JSON, Language.EN), SummaryMode.ABNORMAL, false, times.clocks())
                .leftAlive(
                        IntStream.range(0, 12).mapToObj(i -> living(i, false)).toList());
        var json = Json.parse(log.get(0));
        assertThat(json.get("count").getAsInt()).isEqualTo(12);
        assertThat(json.getAsJsonArray("children")).hasSize(10);
    }

    private Report text() {
        return new Report(log::add, Style.of(LogFormat.TEXT, Language.EN), SummaryMode.ABNORMAL, false, times.clocks());
    }

    private LivingChild living(int slot, boolean sampled) {
        return living("worker", slot, sampled);
    }

    private LivingChild living(String kind, int slot, boolean sampled) {
        Child child = new Child(
                new ProcessKey(100 + slot, 5),
                new Name(new Kind(kind), new Slot(slot)),
                CommandLine.UNKNOWN,
                "/",
                Instant.EPOCH,
                times.nanos() - 192_100_000_000L);
        ProcessSample sample = new ProcessSample(
                0, 'S', 327155712, 1, 327155712, 1, 1, OptionalDouble.empty(), OptionalDouble.empty(), CpuTime.ZERO);
        return new LivingChild(
                child,
                sampled ? Optional.of(sample) : Optional.empty(),
                sampled ? Optional.of(Instant.EPOCH) : Optional.empty(),
                Peak.NONE,
                SlowSample.NONE,
                List.of());
    }
}

package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrphanReportTest {
    private static final Kind FORK = new Kind("surefire-fork");
    private static final Origin OUTLIVED = outlived(Attribution.PARENT);

    private final List<String> log = new ArrayList<>();

    private static Origin outlived(Attribution by) {
        return new Origin.OutlivedChild(new Name(FORK, new Slot(0)), 4242, by);
    }

    private static OrphanNews news(Origin origin, int below, OrphanNews.What what) {
        Orphan orphan = new Orphan(
                new ProcessKey(4711, 99),
                "chrome",
                FORK,
                origin,
                new CommandLine(List.of("chrome", "--password=hunter2")),
                1,
                Duration.ofSeconds(192).toNanos(),
                Duration.ofSeconds(60).toNanos(),
                312L << 20,
                new CpuTime(1_500_000_000, 500_000_000),
                Optional.empty());
        return new OrphanNews(orphan, what, below);
    }

    @Test
    void oneThatIsFrozenIsToldSo() {
        OrphanNews found = news(outlived(Attribution.PARENT), 0, OrphanNews.What.FOUND);
        OrphanNews frozen = new OrphanNews(found.orphan(), found.what(), found.below(), true);
        assertThat(text(frozen)).contains(", frozen by its cgroup, ");
        assertThat(text(found)).doesNotContain("frozen");
        assertThat(Json.parse(said(LogFormat.JSON, Language.EN, frozen))
                        .get("frozen")
                        .getAsBoolean())
                .isTrue();
        assertThat(Json.parse(said(LogFormat.JSON, Language.EN, found)).has("frozen"))
                .isFalse();
    }

    private String said(LogFormat format, Language language, OrphanNews news) {
        log.clear();
        new Report(log::add, Style.of(format, language), SummaryMode.ABNORMAL, false, new Times().clocks())
                .orphan(news);
        return log.get(0);
    }

    private String text(OrphanNews news) {
        return said(LogFormat.TEXT, Language.EN, news);
    }

    @Test
    void oneThatOutlivedItsChildSaysWhichAndHowLong() {
        assertThat(text(news(OUTLIVED, 2, OrphanNews.What.FOUND)))
                .isEqualTo("[forkwatch] orphan: chrome pid 4711 lives on 1m00s after surefire-fork[0] pid 4242, "
                        + "to which it belonged, ended: age 3m12s, RSS 312 MiB, CPU 2.0 s, parent now pid 1, "
                        + "2 more below it, command chrome --password=***");
    }

    @Test
    void oneWhoseParentNobodySawSaysByWhatItIsKnownAndHowSureThatIs() {
        assertThat(text(news(outlived(Attribution.SESSION), 0, OrphanNews.What.FOUND)))
                .contains("surefire-fork[0] pid 4242, to which it belonged by its session, ended: age");
        assertThat(text(news(outlived(Attribution.PROCESS_GROUP), 0, OrphanNews.What.FOUND)))
                .contains("to which it belonged by its process group, ended: age");
        assertThat(text(news(outlived(Attribution.OUTPUT_PIPE), 0, OrphanNews.What.FOUND)))
                .contains("to which it likely belonged, for it has the same output pipe, ended: age");
        assertThat(text(news(outlived(Attribution.START_TIME), 0, OrphanNews.What.FOUND)))
                .contains("to which it possibly belonged, for no other child ran when it started, ended: age");
        assertThat(said(LogFormat.TEXT, Language.FR, news(outlived(Attribution.START_TIME), 0, OrphanNews.What.FOUND)))
                .contains("dont il dépendait peut-être, car aucun autre enfant ne tournait à son départ : âge");
    }

    @Test
    void jsonSaysByWhatItIsKnown() {
        assertThat(said(LogFormat.JSON, Language.EN, news(outlived(Attribution.OUTPUT_PIPE), 0, OrphanNews.What.FOUND)))
                .contains("\"attributed_by\":\"output_pipe\",\"confidence\":\"likely\"");
    }

    @Test
    void oneLeftBehindSaysBySupervisor() {
        assertThat(text(news(new Origin.LeftBehind(77), 0, OrphanNews.What.STILL_THERE)))
                .startsWith("[forkwatch] orphan still there: chrome pid 4711 was part of a surefire-fork of "
                        + "supervisor pid 77, which is gone: age 3m12s, RSS 312 MiB")
                .doesNotContain("below");
    }

    @Test
    void oneThatMatchesSaysWhat() {
        assertThat(text(news(new Origin.Pattern("chrome"), 0, OrphanNews.What.FOUND)))
                .startsWith("[forkwatch] orphan: chrome pid 4711 matches chrome: age 3m12s");
    }

    @Test
    void oneThatIsGoneSaysSo() {
        assertThat(text(news(OUTLIVED, 0, OrphanNews.What.GONE)))
                .isEqualTo("[forkwatch] orphan gone: chrome pid 4711 after 3m12s");
    }

    @Test
    void frenchSaysTheSame() {
        assertThat(said(LogFormat.TEXT, Language.FR, news(OUTLIVED, 2, OrphanNews.What.FOUND)))
                .isEqualTo("[forkwatch] orphelin : chrome pid 4711 vit encore 1m00s après la fin de surefire-fork[0] "
                        + "pid 4242, dont il dépendait : âge 3m12s, RSS 312 MiB, CPU 2.0 s, parent actuel pid 1, "
                        + "2 de plus en dessous, commande chrome --password=***");
    }

    @Test
    void jsonHasTheFieldsOfEachOrigin() {
        assertThat(said(LogFormat.JSON, Language.EN, news(OUTLIVED, 2, OrphanNews.What.FOUND)))
                .contains("\"event\":\"orphan_found\"")
                .contains("\"pid\":4711,\"comm\":\"chrome\",\"kind\":\"surefire-fork\",\"origin\":\"outlived_child\","
                        + "\"child\":{\"kind\":\"surefire-fork\",\"slot\":0,\"pid\":4242},"
                        + "\"attributed_by\":\"parent\",\"confidence\":\"certain\","
                        + "\"age_seconds\":192.0,\"alone_seconds\":60.0,\"ppid\":1,\"rss_bytes\":327155712,"
                        + "\"cpu_seconds\":2.0,\"below\":2,\"command\":\"chrome --password=***\"");
        assertThat(said(LogFormat.JSON, Language.EN, news(new Origin.LeftBehind(77), 0, OrphanNews.What.STILL_THERE)))
                .contains("\"event\":\"orphan_still_there\"", "\"origin\":\"left_behind\",\"supervisor_pid\":77");
        assertThat(said(LogFormat.JSON, Language.EN, news(new Origin.Pattern("x y"), 0, OrphanNews.What.GONE)))
                .contains("\"event\":\"orphan_gone\"", "\"origin\":\"pattern\",\"pattern\":\"x y\"");
    }
}

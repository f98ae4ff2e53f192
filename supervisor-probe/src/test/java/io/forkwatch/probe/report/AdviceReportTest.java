package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.AdviceNews.What;
import io.forkwatch.probe.process.advice.CgroupNews;
import io.forkwatch.probe.process.advice.GrowthNews;
import io.forkwatch.probe.process.advice.HeapNews;
import io.forkwatch.probe.process.advice.IdleNews;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.MemoryNews;
import io.forkwatch.probe.process.advice.SweepNews;
import io.forkwatch.probe.process.advice.SweepVerdict;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceReportTest {
    private static final long SECOND = 1_000_000_000;
    private static final Child FORK = new Child(
            new ProcessKey(4242, 99),
            new Name(new Kind("surefire-fork"), new Slot(1)),
            CommandLine.UNKNOWN,
            "/",
            Instant.EPOCH,
            0);
    private static final MemoryNews.Use USE = new MemoryNews.Use(3 << 29, 1 << 30, 1 << 29, 300 << 20);
    private static final List<MemoryNews.Share> LARGEST =
            List.of(new MemoryNews.Share("surefire-fork[1]", 4242, 1 << 30), new MemoryNews.Share("", 77, 100 << 20));

    private final List<String> log = new ArrayList<>();

    private Report report(LogFormat format, Language language) {
        return new Report(log::add, Style.of(format, language), SummaryMode.ABNORMAL, false, new Times().clocks());
    }

    private static AdviceNews news(Limit limit, long figure, long most, What what) {
        return new AdviceNews(new Advice(FORK, limit, figure, most, 5 * SECOND), what, 17 * SECOND);
    }

    private static MemoryNews memory(MemoryNews.What what) {
        List<MemoryNews.Share> largest = what == MemoryNews.What.WARN ? LARGEST : List.of();
        return memory(what, largest, new Victim(Optional.of(FORK), 4242, 1 << 30, 712, 1000));
    }

    private static MemoryNews memory(MemoryNews.What what, List<MemoryNews.Share> largest, Victim victim) {
        return new MemoryNews(
                what,
                "/ci/build",
                1717986918,
                1L << 32,
                USE,
                largest,
                largest.isEmpty() ? Optional.empty() : Optional.of(victim),
                OptionalDouble.empty());
    }

    @Test
    void whoHasWaitedForMemoryIsToldInBothForms() {
        MemoryNews calm = memory(MemoryNews.What.WARN);
        MemoryNews news = new MemoryNews(
                calm.what(),
                calm.cgroup(),
                calm.limitBytes(),
                calm.limitBeforeBytes(),
                calm.use(),
                calm.largest(),
                calm.victim(),
                OptionalDouble.of(0.1234));
        report(LogFormat.TEXT, Language.EN).advice(news);
        report(LogFormat.JSON, Language.EN).advice(news);
        assertThat(log.get(0))
                .contains("100 MiB; processes waited for memory 12 % of the last 10 s; if it is full now,");
        assertThat(log.get(1)).contains("\"waited_ratio\":0.1234");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    RSS  | 1288490188  | 1073741824   | its tree has 1.20 GiB, limit.rss is 1.00 GiB
                    FDS  | 201         | 200          | its tree has 201 open file descriptors, limit.fds is 200
                    HEAP | 536870912   | 536870912    | its Java heap has 512 MiB in use, limit.heap is 512 MiB
                    AGE  | 601000000000| 600000000000 | it is 10m01s old, limit.age is 10m00s
                    """)
    void whoShouldBeRecycledIsOneLineWithNumbers(Limit limit, long figure, long most, String reason) {
        report(LogFormat.TEXT, Language.EN).advice(news(limit, figure, most, What.RECYCLE));
        assertThat(log).containsExactly("[forkwatch] surefire-fork[1] pid 4242 should be recycled: " + reason);
    }

    @Test
    void soIsWhatComesOfIt() {
        report(LogFormat.TEXT, Language.EN).advice(news(Limit.RSS, 100 << 20, 1 << 30, What.CLEARED));
        report(LogFormat.TEXT, Language.EN).advice(news(Limit.FDS, 210, 200, What.TAKEN));
        assertThat(log)
                .containsExactly(
                        "[forkwatch] surefire-fork[1] pid 4242 need not be recycled any more: its tree has 100 MiB,"
                                + " limit.rss is 1.00 GiB",
                        "[forkwatch] surefire-fork[1] pid 4242 was recycled 12.0 s after that was advised: its tree has"
                                + " 210 open file descriptors, limit.fds is 200");
    }

    @Test
    void programsGetFiguresWithTheirUnits() {
        report(LogFormat.JSON, Language.EN).advice(news(Limit.RSS, 1288490188, 1 << 30, What.RECYCLE));
        report(LogFormat.JSON, Language.EN).advice(news(Limit.AGE, 601 * SECOND, 600 * SECOND, What.TAKEN));
        assertThat(log.get(0))
                .contains("\"event\":\"child_advice_recycle\"", "\"kind\":\"surefire-fork\"", "\"pid\":4242")
                .endsWith("\"limit\":\"rss\",\"figure_bytes\":1288490188,\"limit_bytes\":1073741824,"
                        + "\"since_seconds\":12.0}");
        assertThat(log.get(1))
                .contains("\"event\":\"child_advice_taken\"")
                .endsWith("\"limit\":\"age\",\"figure_seconds\":601.0,\"limit_seconds\":600.0,\"since_seconds\":12.0}");
    }

    @Test
    void memoryThatIsAboutToBeFullNamesWhoHasMost() {
        report(LogFormat.TEXT, Language.EN).advice(memory(MemoryNews.What.WARN));
        report(LogFormat.TEXT, Language.EN).advice(memory(MemoryNews.What.ROOM));
        report(LogFormat.TEXT, Language.EN).advice(memory(MemoryNews.What.LIMIT));
        assertThat(log)
                .containsExactly(
                        "[forkwatch] memory of cgroup /ci/build is 94 % full: 1.50 GiB of 1.60 GiB (anonymous 1.00 GiB,"
                                + " shared 512 MiB; page cache of 300 MiB not counted); largest: surefire-fork[1] pid"
                                + " 4242 1.00 GiB, this JVM pid 77 100 MiB; if it is full now, the kernel takes"
                                + " surefire-fork[1] (pid 4242), of those known here",
                        "[forkwatch] memory of cgroup /ci/build has room again: 1.50 GiB of 1.60 GiB (anonymous 1.00"
                                + " GiB, shared 512 MiB; page cache of 300 MiB not counted)",
                        "[forkwatch] memory limit of cgroup /ci/build is 1.60 GiB now, it was 4.00 GiB");
    }

    @Test
    void whereThisJvmIsTakenTheLineSaysSo() {
        MemoryNews taken = memory(MemoryNews.What.WARN, LARGEST, new Victim(Optional.empty(), 77, 1 << 30, 712, 1000));
        report(LogFormat.TEXT, Language.EN).advice(taken);
        report(LogFormat.JSON, Language.EN).advice(taken);
        report(LogFormat.JSON, Language.EN).advice(memory(MemoryNews.What.WARN));
        assertThat(log.get(0))
                .endsWith(", this JVM pid 77 100 MiB; if memory runs out now the kernel takes this supervisor"
                        + " (score 712), not a fork");
        assertThat(log.get(1))
                .endsWith(
                        "\"next_victim\":{\"name\":\"supervisor\",\"pid\":77,\"rss_bytes\":1073741824,\"score\":712}}");
        assertThat(log.get(2)).contains("\"next_victim\":{\"name\":\"surefire-fork[1]\",\"pid\":4242,");
    }

    @Test
    void whatTheKernelPushesIsSaid() {
        CgroupNews kill = new CgroupNews("/ci/build", 1, LARGEST);
        CgroupNews removed = new CgroupNews("/ci/build", 0, List.of());
        report(LogFormat.TEXT, Language.EN).advice(kill);
        report(LogFormat.TEXT, Language.EN).advice(removed);
        report(LogFormat.JSON, Language.EN).advice(kill);
        report(LogFormat.JSON, Language.EN).advice(removed);
        assertThat(log.subList(0, 2))
                .containsExactly(
                        "[forkwatch] memory of cgroup /ci/build was full, and the kernel has killed 1 there; of the 2"
                                + " processes known here were the largest then: surefire-fork[1] pid 4242 1.00 GiB,"
                                + " this JVM pid 77 100 MiB",
                        "[forkwatch] cgroup /ci/build was removed");
        assertThat(log.get(2))
                .contains("\"event\":\"cgroup_oom_kill\"")
                .endsWith(
                        "\"cgroup\":\"/ci/build\",\"kills\":1,\"processes\":[{\"name\":\"surefire-fork[1]\",\"pid\":4242,"
                                + "\"rss_bytes\":1073741824},{\"name\":\"supervisor\",\"pid\":77,\"rss_bytes\":104857600}]}");
        assertThat(log.get(3)).contains("\"event\":\"cgroup_removed\"").endsWith("\"cgroup\":\"/ci/build\"}");
    }

    @Test
    void whatIsToComeIsSaidOfGrowthAndOfHeaps() {
        report(LogFormat.TEXT, Language.EN).advice(new GrowthNews(FORK, 640 << 20, 1 << 30, false, 250 * SECOND));
        report(LogFormat.TEXT, Language.EN).advice(new GrowthNews(FORK, 640 << 20, 1 << 30, true, 7 * SECOND));
        report(LogFormat.TEXT, Language.EN)
                .advice(new HeapNews(
                        "/ci/build",
                        1L << 32,
                        List.of(
                                new HeapNews.Heaps(new Kind("surefire-fork"), 4, 3 << 29),
                                new HeapNews.Heaps(new Kind("kotlin-daemon"), 1, 1 << 29))));
        assertThat(log)
                .containsExactly(
                        "[forkwatch] surefire-fork[1] pid 4242 grows: its tree has 640 MiB, and reaches 1.00 GiB, the limit"
                                + " of its cgroup, in about 4m10s",
                        "[forkwatch] surefire-fork[1] pid 4242 grows: its tree has 640 MiB, and reaches 1.00 GiB, its"
                                + " limit.rss, in about 7.0 s",
                        "[forkwatch] heaps of children may grow to 6.50 GiB, but the limit of cgroup /ci/build is 4.00"
                                + " GiB: surefire-fork x 4 of 1.50 GiB, kotlin-daemon x 1 of 512 MiB");
    }

    @Test
    void soItIsForPrograms() {
        report(LogFormat.JSON, Language.EN).advice(new GrowthNews(FORK, 640 << 20, 1 << 30, false, 250 * SECOND));
        report(LogFormat.JSON, Language.EN)
                .advice(new HeapNews(
                        "/ci/build", 1L << 32, List.of(new HeapNews.Heaps(new Kind("surefire-fork"), 4, 3 << 29))));
        assertThat(log.get(0))
                .contains("\"event\":\"child_growing\"")
                .endsWith("\"tree_rss_bytes\":671088640,\"limit_bytes\":1073741824,\"limit\":\"cgroup\","
                        + "\"limit_forecast_seconds\":250.0}");
        assertThat(log.get(1))
                .contains("\"event\":\"heaps_beyond_limit\"")
                .endsWith("\"heaps\":[{\"kind\":\"surefire-fork\",\"count\":4,\"heap_max_bytes\":1610612736}]}");
    }

    @Test
    void programsGetItAsFields() {
        report(LogFormat.JSON, Language.EN).advice(memory(MemoryNews.What.WARN));
        var json = Json.parse(log.get(0));
        assertThat(json.get("event").getAsString()).isEqualTo("memory_warn");
        assertThat(json.get("used_bytes").getAsLong()).isEqualTo(3L << 29);
        assertThat(json.getAsJsonArray("largest")).hasSize(2);
        assertThat(json.has("limit_before_bytes")).isFalse();
    }

    @Test
    void whoIsIdleIsOneLineWithNumbersAndOneWhenItWorksAgain() {
        report(LogFormat.TEXT, Language.EN).advice(new IdleNews(FORK, true, 7_200 * SECOND, SECOND / 2, 3));
        report(LogFormat.TEXT, Language.EN).advice(new IdleNews(FORK, false, 7_260 * SECOND, SECOND, 3));
        report(LogFormat.JSON, Language.FR).advice(new IdleNews(FORK, true, 7_200 * SECOND, SECOND / 2, 3));
        report(LogFormat.TEXT, Language.FR).advice(new IdleNews(FORK, true, 7_200 * SECOND, SECOND / 2, 3));
        assertThat(log.get(0))
                .isEqualTo(
                        "[forkwatch] surefire-fork[1] pid 4242 is idle: no I/O and 0.50 s of CPU in 2h00m, by all its"
                                + " processes (3)");
        assertThat(log.get(1))
                .isEqualTo(
                        "[forkwatch] surefire-fork[1] pid 4242 works again: it was idle for 2h01m, with 1.0 s of CPU");
        assertThat(log.get(2))
                .contains("\"event\":\"child_idle\"", "\"pid\":4242")
                .endsWith("\"idle_seconds\":7200.0,\"cpu_seconds\":0.5,\"tree_processes\":3}");
        assertThat(log.get(3)).contains("est inactif", "2h00m");
    }

    private static SweepNews swept(SweepVerdict verdict, boolean removing, String place) {
        return new SweepNews(verdict, removing, "/ci/work/job-1", place, 3 << 29, 1_234, 93 * 3_600 * SECOND);
    }

    @Test
    void aWorkspaceIsOneLineWithSizeAndAge() {
        report(LogFormat.TEXT, Language.EN).advice(swept(SweepVerdict.LEFT_OVER, false, ""));
        report(LogFormat.TEXT, Language.EN).advice(swept(SweepVerdict.REMOVED, true, ""));
        report(LogFormat.TEXT, Language.EN).advice(swept(SweepVerdict.TOO_MANY_ENTRIES, false, ""));
        report(LogFormat.TEXT, Language.EN).advice(swept(SweepVerdict.REFUSED, true, "lib"));
        assertThat(log)
                .containsExactly(
                        "[forkwatch] /ci/work/job-1 is left over: 1.50 GiB in 1234 entries, unchanged for 3d21h, and no"
                                + " living process is in it",
                        "[forkwatch] /ci/work/job-1 was left over and is removed: 1.50 GiB in 1234 entries, unchanged for"
                                + " 3d21h, and no living process is in it",
                        "[forkwatch] /ci/work/job-1 is not judged: it has too many entries",
                        "[forkwatch] /ci/work/job-1 is left over, but not removed, or not wholly: the system refuses it:"
                                + " lib");
    }

    @Test
    void andFieldsForPrograms() {
        report(LogFormat.JSON, Language.EN).advice(swept(SweepVerdict.REMOVED, true, ""));
        report(LogFormat.JSON, Language.EN).advice(swept(SweepVerdict.CHANGED, true, "lib"));
        assertThat(log.get(0))
                .contains("\"event\":\"workspace_removed\"")
                .endsWith("\"path\":\"/ci/work/job-1\",\"size_bytes\":1610612736,\"entries\":1234,"
                        + "\"unchanged_seconds\":334800.0}");
        assertThat(log.get(1)).contains("\"event\":\"workspace_not_removed\"", "\"why\":\"changed\",\"place\":\"lib\"");
    }

    @ParameterizedTest
    @EnumSource(SweepVerdict.class)
    void everyVerdictHasAWordInBothLanguages(SweepVerdict verdict) {
        report(LogFormat.TEXT, Language.EN).advice(swept(verdict, false, ""));
        report(LogFormat.TEXT, Language.FR).advice(swept(verdict, true, ""));
        assertThat(log).noneMatch(line -> line.contains("sweep."));
    }

    @ParameterizedTest
    @EnumSource(MemoryNews.What.class)
    void everyWordIsThereInFrench(MemoryNews.What what) {
        report(LogFormat.TEXT, Language.FR).advice(memory(what));
        assertThat(log.get(0)).contains("mémoire", "/ci/build");
    }
}

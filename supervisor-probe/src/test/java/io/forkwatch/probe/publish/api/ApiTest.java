package io.forkwatch.probe.publish.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.forkwatch.probe.advice.SharedMemory;
import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.BeatState;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.process.view.OwnWordSource;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebRequest;
import io.forkwatch.probe.report.ExitArchive;
import io.forkwatch.probe.report.Json;
import io.forkwatch.probe.report.Times;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered below /api/v1, and that it is as the docs say. */
class ApiTest {
    private static final ProcFs PROC = ProcFs.system();
    private static final int MOST_GZIP_BYTES = 64 << 10;

    private final Times times = new Times();
    private final long origin = times.clocks().nanos();
    private final ExitArchive exits =
            new ExitArchive(Optional.empty(), 5, Style.of(LogFormat.TEXT, Language.EN), times.clocks(), ZoneOffset.UTC);
    private List<LivingChild> children = List.of(Children.sampled("worker", new Slot(0), 7));
    private List<Orphan> orphans = List.of();
    private long lagNanos;
    private Optional<ChildHistory> past = Optional.empty();
    private long tickNanos = origin;
    private boolean debug;
    private AdviceView advice = AdviceView.NONE;
    private final Api api = new Api(new ApiSources(
            this::view,
            new MetricSources(
                    this::snapshot,
                    () -> Children.jvms(children),
                    () -> Children.pss(children),
                    () -> advice,
                    new SharedMemory(PROC)::read,
                    () -> Map.of("kernel_log", true),
                    () -> Map.of("sampler", 1_500_000_000L),
                    tally("stat"),
                    tally("series")),
            exits::kept,
            new Health(this::view, Duration.ofSeconds(1), times.clocks()),
            Duration.ofSeconds(1),
            PROC,
            times.clocks(),
            origin,
            "0.1.0",
            "17.0.15",
            new Words(),
            () -> debug));

    private List<OwnWord> words = List.of();

    private final class Words implements OwnWordSource {
        @Override
        public List<OwnWord> living() {
            return words;
        }

        @Override
        public BeatState beat(OwnWord word, LivingChild child, long nanos) {
            return BeatState.COLLECTING;
        }
    }

    private static Tally tally(String what) {
        Tally tally = new Tally();
        tally.add(what);
        return tally;
    }

    private Snapshot snapshot() {
        return new Snapshot(
                tickNanos, children, List.of(Children.totals("worker", children.size())), orphans, lagNanos);
    }

    private LiveView view() {
        return new PastView(new FixedView(snapshot()), past);
    }

    /** A view that knows what was. */
    private record PastView(FixedView now, Optional<ChildHistory> past) implements LiveView {
        @Override
        public long nanos() {
            return now.nanos();
        }

        @Override
        public List<ChildTree> trees() {
            return now.trees();
        }

        @Override
        public List<Orphan> orphans() {
            return now.orphans();
        }

        @Override
        public Optional<ChildHistory> history(ProcessKey key) {
            return past;
        }

        @Override
        public Snapshot snapshot() {
            return now.snapshot();
        }
    }

    private WebAnswer ask(WebRequest request) {
        return api.answer(request).orElseThrow();
    }

    private WebAnswer ask(String path) {
        return ask(WebRequest.of(path));
    }

    private static String text(WebAnswer answer) {
        return answer.body();
    }

    private JsonObject read(String path) {
        WebAnswer answer = ask(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("application/json");
        return Json.parse(text(answer));
    }

    private static LivingChild child(int slot, long pid, long rssBytes, String... command) {
        Child child = new Child(
                new ProcessKey(pid, 1),
                new Name(new Kind("worker"), slot < 0 ? Slot.OVERFLOW : new Slot(slot)),
                new CommandLine(List.of(command)),
                "/work",
                "Worker " + pid,
                Instant.ofEpochSecond(1_700_000_000),
                pid);
        ProcessSample sample = new ProcessSample(
                pid,
                'S',
                rssBytes,
                20,
                rssBytes,
                2,
                21,
                OptionalDouble.of(pid / 977.0),
                OptionalDouble.of(pid / 977.0),
                new CpuTime(pid * 12_345_678, pid * 1_234_567));
        return new LivingChild(
                child,
                Optional.of(sample),
                Optional.of(Instant.EPOCH),
                new Peak(rssBytes, rssBytes),
                new SlowSample(
                        OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(pid), OptionalLong.of(4_000_000_000L)),
                List.of(new TreeMember(child.key(), "java", false)));
    }

    private void oneOrphan(String command) {
        orphans = List.of(new Orphan(
                new ProcessKey(99, 1),
                "sleep",
                new Kind("worker"),
                new Origin.OutlivedChild(new Name(new Kind("worker"), new Slot(3)), 98, Attribution.PARENT),
                new CommandLine(List.of("sleep", "--password", command)),
                1,
                5_000_000_000L,
                4_000_000_000L,
                4_096,
                new CpuTime(1, 2),
                Optional.empty()));
    }

    private void end(Deaths deaths) {
        exits.died(deaths.death(), new Diagnoser().diagnose(deaths.evidence()));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/children, Children",
        "/api/v1/children/worker/0, OneChild",
        "/api/v1/children/worker/0/history, OneHistory",
        "/api/v1/exits, Exits",
        "/api/v1/orphans, Orphans",
        "/api/v1/supervisor, Supervisor",
        "/api/v1/nothing, Error",
        "/api/v1/children/worker/9, Error",
    })
    void everyAnswerIsAsTheDocsSay(String path, String schema) {
        oneOrphan("hush");
        end(Deaths.bySignal(9));
        end(Deaths.byExit(0));
        assertThat(Schemas.faults(schema, text(ask(path)))).isEmpty();
        children = List.of(Children.fresh("worker", new Slot(0), 7));
        assertThat(Schemas.faults(schema, text(ask(path)))).isEmpty();
    }

    @Test
    void whatIsNotWrittenDownIsSeen() {
        String answer = text(ask("/api/v1/children"));
        assertThat(Schemas.faults("Children", answer.replace("\"rss_bytes\"", "\"rss_kib\"")))
                .isNotEmpty();
        assertThat(Schemas.faults("Children", answer.replace("\"pid\":7,", ""))).isNotEmpty();
    }

    @Test
    void whatAJvmSaysOfItselfComesWithItsAgeAndIsAsWrittenDown() {
        words = List.of(new OwnWord(
                new ProcessKey(8, 99),
                7,
                1_000_000_000,
                times.clocks().nanos() - 5_000_000_000L,
                12,
                0,
                Optional.of(new OwnWord.Heap(1, 2, 3)),
                4,
                OptionalLong.empty(),
                "FooTest",
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

        String answer = text(ask("/api/v1/children"));

        assertThat(answer)
                .contains("\"black_box\":{\"beat\":\"collecting\",\"pid\":8,\"beat_age_seconds\":5.0,\"beats\":12,")
                .contains("\"status\":\"FooTest\"");
        assertThat(Schemas.faults("Children", answer)).isEmpty();
    }

    @Test
    void unknownIsAbsent() {
        children = List.of(Children.fresh("worker", new Slot(0), 7));
        JsonObject only =
                read("/api/v1/children").getAsJsonArray("children").get(0).getAsJsonObject();
        assertThat(only.keySet())
                .contains("kind", "slot", "pid", "start_time_seconds")
                .doesNotContain("state", "rss_bytes", "tree_rss_bytes", "cpu_ratio", "memory_limit_bytes", "open_fds");
    }

    @Test
    void theHeaviestComeFirstAndTheTotalsAreThoseOfAll() {
        List<LivingChild> many = new ArrayList<>();
        for (int i = 1; i <= 523; i++) {
            many.add(child(i, i, i * 1_000L, "java"));
        }
        children = many;
        JsonObject answer = read("/api/v1/children");
        JsonArray sent = answer.getAsJsonArray("children");
        assertThat(sent).hasSize(200);
        assertThat(sent.get(0).getAsJsonObject().get("pid").getAsInt()).isEqualTo(523);
        assertThat(sent.get(199).getAsJsonObject().get("pid").getAsInt()).isEqualTo(324);
        assertThat(answer.get("total").getAsInt()).isEqualTo(523);
        assertThat(answer.get("left_out").getAsInt()).isEqualTo(323);
        JsonObject totals = answer.getAsJsonObject("totals");
        assertThat(totals.get("tree_rss_bytes").getAsLong()).isEqualTo(1_000L * 523 * 524 / 2);
        assertThat(totals.get("tree_processes").getAsLong()).isEqualTo(2 * 523);
    }

    /** Even where no two commands have a word in common. */
    @Test
    void twoHundredChildrenAreSmall() throws IOException {
        Random random = new Random(1);
        List<LivingChild> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            StringBuilder command = new StringBuilder("-cp /opt/build/lib/");
            while (command.length() < 6_000) {
                command.append("/module-").append(random.nextInt(300)).append(".jar:");
            }
            many.add(child(i, 10_000 + random.nextInt(1 << 20), random.nextInt(1 << 30), "java", command.toString()));
        }
        children = many;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text(ask("/api/v1/children")).getBytes(UTF_8));
        }
        assertThat(packed.size()).isLessThanOrEqualTo(MOST_GZIP_BYTES);
    }

    @Test
    void secretsAreMasked() {
        children = List.of(child(0, 7, 1, "tool", "--password", "hunter2"));
        oneOrphan("hunter3");
        assertThat(text(ask("/api/v1/children"))).contains("--password").doesNotContain("hunter");
        assertThat(text(ask("/api/v1/children/worker/0")))
                .contains("--password")
                .doesNotContain("hunter");
        assertThat(text(ask("/api/v1/orphans"))).contains("--password").doesNotContain("hunter");
    }

    @Test
    void hostileTextIsStillJson() {
        children = List.of(child(0, 7, 1, "</script><script>alert(1)</script>", "\"}\\\u0000\u2028\ud800"));
        JsonObject only =
                read("/api/v1/children").getAsJsonArray("children").get(0).getAsJsonObject();
        assertThat(only.get("command").getAsString()).startsWith("</script><script>alert(1)</script>");
        assertThat(Schemas.faults("Children", text(ask("/api/v1/children")))).isEmpty();
    }

    @Test
    void whoHasItNeedsNotBeToldAgain() {
        WebAnswer first = ask("/api/v1/children");
        String tag = first.headers().get("ETag");
        WebRequest again = new WebRequest("/api/v1/children", "", "", "\"other\", " + tag);
        assertThat(ask(again).unlessKnown(again)).satisfies(known -> {
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            assertThat(known.headers()).containsEntry("ETag", tag);
        });

        children = List.of(Children.sampled("worker", new Slot(0), 8));
        assertThat(ask(again).unlessKnown(again).status()).isEqualTo(200);
    }

    @Test
    void seqGrowsWithTheTicks() {
        long first = read("/api/v1/children").get("seq").getAsLong();
        assertThat(read("/api/v1/orphans").get("seq").getAsLong()).isEqualTo(first);
        tickNanos += 1_000_000;
        assertThat(read("/api/v1/children").get("seq").getAsLong()).isGreaterThan(first);
        assertThat(read("/api/v1/children").get("schema_version").getAsInt()).isEqualTo(1);
        assertThat(text(ask("/api/v1/children"))).containsPattern("\"tick_time_seconds\":\\d{10}\\.\\d{3},");
    }

    @Test
    void oneChildComesWithItsProcesses() throws IOException {
        long pid = PROC.self().pid();
        LivingChild own = child(0, 7, 1, "java", "Main");
        children = List.of(new LivingChild(
                own.child(),
                own.sample(),
                own.sampledAt(),
                own.peak(),
                own.slow(),
                List.of(
                        new TreeMember(new ProcessKey(pid, PROC.self().starttimeTicks()), "java", false),
                        new TreeMember(new ProcessKey(pid, 1), "somebody else", false))));
        JsonArray processes =
                read("/api/v1/children/worker/0").getAsJsonObject("child").getAsJsonArray("processes");
        assertThat(processes.get(0).getAsJsonObject().get("rss_bytes").getAsLong())
                .isGreaterThan(1 << 20);
        assertThat(processes.get(0).getAsJsonObject().get("ppid").getAsLong()).isPositive();
        assertThat(processes.get(1).getAsJsonObject().keySet()).containsExactly("pid", "comm");
    }

    @Test
    void whatWasIsToldStepByStep() {
        past = Optional.of(new ChildHistory(
                origin,
                ChildHistory.STEP_NANOS,
                List.of(
                        new ChildHistory.Point(OptionalLong.of(4_096), OptionalDouble.of(0.25)),
                        ChildHistory.Point.UNKNOWN,
                        new ChildHistory.Point(OptionalLong.of(8_192), OptionalDouble.empty()))));
        assertThat(text(ask("/api/v1/children/worker/0/history")))
                .contains("\"tree_rss_bytes\":[4096,null,8192],\"tree_cpu_ratio\":[0.25,null,null]")
                .contains("\"interval_seconds\":5.0");
        assertThat(Schemas.faults("OneHistory", text(ask("/api/v1/children/worker/0/history"))))
                .isEmpty();
    }

    @Test
    void ofThoseThatShareANameAPidTellsWhich() {
        children = List.of(child(-1, 7, 1, "light"), child(-1, 8, 2, "heavy"));
        WebRequest light = new WebRequest("/api/v1/children/worker/overflow", "pid=7", "", "");
        assertThat(text(ask(light))).contains("\"pid\":7");
        assertThat(text(ask("/api/v1/children/worker/overflow"))).contains("\"pid\":8");
    }

    @Test
    void anEndHasItsWholeRecord() {
        for (int code = 1; code <= 7; code++) {
            end(Deaths.byExit(code));
        }
        end(Deaths.byExit(0));
        JsonObject answer = read("/api/v1/exits");
        assertThat(answer.get("total").getAsInt()).isEqualTo(7);
        assertThat(answer.get("kept").getAsInt()).isEqualTo(5);
        assertThat(answer.get("left_out").getAsInt()).isEqualTo(2);
        JsonArray sent = answer.getAsJsonArray("exits");
        assertThat(numbers(sent)).containsExactly(7, 6, 5, 4, 3);
        assertThat(sent).allSatisfy(each -> {
            JsonObject end = each.getAsJsonObject();
            assertThat(Schemas.faultsOfRecord(end.get("record").toString())).isEmpty();
            assertThat(end.get("text").getAsString()).startsWith("[forkwatch] child died: surefire-fork[0]");
        });
        WebAnswer older = ask(new WebRequest("/api/v1/exits", "before=5", "", ""));
        assertThat(numbers(Json.parse(text(older)).getAsJsonArray("exits"))).containsExactly(4, 3);
    }

    private static List<Integer> numbers(JsonArray exits) {
        return exits.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(end -> end.get("number").getAsInt())
                .toList();
    }

    @Test
    void endsAreCountedByReasonAndDay() {
        end(Deaths.bySignal(9));
        end(Deaths.byExit(0));
        end(Deaths.byExit(0));
        JsonObject counted = read("/api/v1/supervisor").getAsJsonObject("exits");
        assertThat(counted.getAsJsonObject("of_day_by_reason").asMap().values())
                .extracting(JsonElement::getAsInt)
                .containsExactlyInAnyOrder(1, 2);
        assertThat(counted.get("abnormal_total").getAsInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "S, false, ''",
        "D, false, ''",
        "Z, false, ''",
        "T, false, stopped",
        "t, false, traced",
        "S, true, frozen"
    })
    void whatAChildDoesNotDoIsAFlag(char state, boolean frozen, String flag) {
        children = List.of(inState(child(0, 7, 1, "java", "Main"), state, frozen));
        JsonArray flags =
                read("/api/v1/children/worker/0").getAsJsonObject("child").getAsJsonArray("flags");
        assertThat(flags.asList())
                .extracting(JsonElement::getAsString)
                .isEqualTo(flag.isEmpty() ? List.of() : List.of(flag));
    }

    @Test
    void whoIsTakenNextIsAFlagOrTheSupervisor() {
        Child child = children.get(0).child();
        advice = AdviceView.NONE.with(
                Map.of(), Optional.of(new Victim(Optional.of(child), 9, 5, 700, 1000)), Map.of(), Optional.empty());
        assertThat(read("/api/v1/children/worker/0")
                        .getAsJsonObject("child")
                        .getAsJsonArray("flags")
                        .asList())
                .extracting(JsonElement::getAsString)
                .containsExactly("next_victim");
        assertThat(read("/api/v1/supervisor").get("next_victim").getAsBoolean()).isFalse();

        advice = AdviceView.NONE.with(
                Map.of(), Optional.of(new Victim(Optional.empty(), 7, 5, 700, 1000)), Map.of(), Optional.empty());
        assertThat(read("/api/v1/children/worker/0").getAsJsonObject("child").getAsJsonArray("flags"))
                .isEmpty();
        assertThat(read("/api/v1/supervisor").get("next_victim").getAsBoolean()).isTrue();
    }

    private static LivingChild inState(LivingChild one, char state, boolean frozen) {
        ProcessSample seen = one.sample().orElseThrow();
        ProcessSample sample = new ProcessSample(
                seen.nanos(),
                state,
                seen.rssBytes(),
                seen.threads(),
                seen.treeRssBytes(),
                seen.treeProcesses(),
                seen.treeThreads(),
                seen.cpuRatio(),
                seen.treeCpuRatio(),
                seen.treeCpu());
        SlowSample slow = new SlowSample(
                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), frozen);
        return new LivingChild(one.child(), Optional.of(sample), one.sampledAt(), one.peak(), slow, one.tree());
    }

    @Test
    void theSupervisorKnowsItself() throws IOException {
        JsonObject own = read("/api/v1/supervisor");
        assertThat(own.get("pid").getAsLong()).isEqualTo(PROC.self().pid());
        assertThat(own.getAsJsonObject("memory").get("limit_bytes").getAsLong()).isPositive();
        assertThat(own.getAsJsonObject("sampler").get("status").getAsString()).isEqualTo("ok");
        assertThat(own.get("children").getAsInt()).isEqualTo(1);
        assertThat(own.get("debug").getAsBoolean()).isFalse();
        debug = true;
        assertThat(read("/api/v1/supervisor").get("debug").getAsBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/",
                "/api/v1/",
                "/api/v2/children",
                "/api/v1/children/",
                "/api/v1/children/worker",
                "/api/v1/children/worker/1",
                "/api/v1/children/worker/0/../1",
                "/api/v1/children/<script>/0",
                "/api/v1/children/worker/00000000000000",
                "/api/v1/exits/secret-in-the-path"
            })
    void whatIsNotThereIsSaidInOneLineOfOurs(String path) {
        assertThat(ask(path)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(Schemas.faults("Error", text(answer))).isEmpty();
            assertThat(text(answer)).doesNotContain("script", "secret", "..", "000");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, 406",
        "application/xml, 406",
        "application/json, 200",
        "'text/html, */*;q=0.1', 200",
        "application/*, 200",
        "'', 200"
    })
    void onlyJsonIsSpoken(String accept, int status) {
        assertThat(ask(new WebRequest("/api/v1/children", "", accept, "")).status())
                .isEqualTo(status);
    }

    @Test
    void aQuestionThatNobodyUnderstandsIsRefused() {
        assertThat(ask(new WebRequest("/api/v1/exits", "before=x", "", "")).status())
                .isEqualTo(400);
    }

    @Test
    void otherPathsAreOfOthers() {
        assertThat(api.answer(WebRequest.of("/metrics"))).isEmpty();
    }

    @Test
    void proportionalMemoryIsThereWhereItIsRead() {
        assertThat(Children.pss(children)).isNotEqualTo(PssView.EMPTY);
        assertThat(text(ask("/api/v1/children"))).contains("\"tree_proportional_memory_bytes\":63");
    }
}

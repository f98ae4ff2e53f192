package io.forkwatch.probe.publish.api;

import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import io.forkwatch.probe.report.KeptExits;
import io.forkwatch.probe.report.record.HangJson;
import io.forkwatch.probe.report.record.OrphanJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /api/v1}: what is known at this moment, as JSON. Copied when somebody asks, from what the sampler has published:
 * it never waits, and nothing is held between two answers. Safe for any thread.
 */
public final class Api implements WebPages {
    private static final String VERSION = "/api/v1/";

    /** As many orphans are followed. */
    private static final int MOST_ORPHANS = 256;

    private static final Pattern BEFORE = Pattern.compile("before=(\\d{1,18})");

    private final ApiSources sources;
    private final WallClock wall;
    private final ProcessTreeJson trees;
    private final SupervisorJson supervisor;

    /** The answers from these sources. */
    public Api(ApiSources sources) {
        this.sources = sources;
        this.wall = new WallClock(sources.clocks());
        this.trees = new ProcessTreeJson(sources.procFs(), sources.procFs().auxv());
        this.supervisor = new SupervisorJson(sources, wall);
    }

    @Override
    public Optional<WebAnswer> answer(WebRequest request) {
        if (!request.path().startsWith(API)) {
            return Optional.empty();
        }
        return Optional.of(
                takesJson(request.accept())
                        ? route(request)
                        : WebAnswer.refusal(406, "only application/json is spoken here"));
    }

    private static boolean takesJson(String accept) {
        String plain = accept.toLowerCase(Locale.ROOT);
        return plain.isBlank()
                || plain.contains("application/json")
                || plain.contains("application/*")
                || plain.contains("*/*");
    }

    private WebAnswer route(WebRequest request) {
        return switch (request.path()) {
            case VERSION + "children" -> children();
            case VERSION + "exits" -> exits(request);
            case VERSION + "orphans" -> orphans();
            case VERSION + "supervisor" -> supervisor();
            default -> request.path().startsWith(ChildPath.PREFIX) ? child(request) : nothingThere();
        };
    }

    private static WebAnswer nothingThere() {
        return WebAnswer.refusal(
                404,
                "not found; there are /api/v1/children, /api/v1/children/KIND/SLOT, /api/v1/exits, /api/v1/orphans and"
                        + " /api/v1/supervisor");
    }

    /** Ticks have numbers that grow, with gaps: microseconds since Forkwatch began. */
    private long seq(LiveView view) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMicros(view.nanos() - sources.originNanos()));
    }

    private ChildJson childJson() {
        return new ChildJson(
                sources.figures().jvms().get(),
                sources.figures().pss().get(),
                sources.figures().advice().get(),
                wall);
    }

    private WebAnswer children() {
        LiveView view = sources.views().get();
        Snapshot snapshot = view.snapshot();
        return ApiJson.answer(seq(view), json -> {
            json.name("tick_time_seconds").value(wall.seconds(view.nanos()));
            new ChildrenJson(childJson()).write(json, snapshot.children());
        });
    }

    private WebAnswer child(WebRequest request) {
        LiveView view = sources.views().get();
        Optional<ChildPath> path = ChildPath.of(request);
        Optional<LivingChild> found = path.flatMap(wanted -> find(view, wanted));
        if (found.isEmpty()) {
            return WebAnswer.refusal(404, "no such child lives; the list is at /api/v1/children");
        }
        return path.orElseThrow().history() ? history(view, found.get()) : child(view, found.get());
    }

    private WebAnswer history(LiveView view, LivingChild living) {
        ChildHistory history = view.history(living.child().key()).orElse(ChildHistory.none(view.nanos()));
        return ApiJson.answer(seq(view), json -> HistoryJson.write(json, history, wall));
    }

    private WebAnswer child(LiveView view, LivingChild living) {
        return ApiJson.answer(seq(view), json -> {
            json.name("tick_time_seconds").value(wall.seconds(view.nanos()));
            json.name("child").beginObject();
            childJson().write(json, living);
            ApiJson.text(json, "command", living.child().command().redacted());
            ApiJson.text(json, "directory", living.child().directory());
            trees.write(json, living.tree());
            json.endObject();
        });
    }

    private static Optional<LivingChild> find(LiveView view, ChildPath path) {
        for (LivingChild living : ChildrenJson.heaviestFirst(view.snapshot().children())) {
            if (path.fits(living)) {
                return Optional.of(living);
            }
        }
        return Optional.empty();
    }

    private WebAnswer exits(WebRequest request) {
        Matcher before = BEFORE.matcher(request.query());
        if (!request.query().isEmpty() && !before.matches()) {
            return WebAnswer.refusal(400, "the only question is before=NUMBER, for the ends before that one");
        }
        long limit = request.query().isEmpty() ? Long.MAX_VALUE : Long.parseLong(before.group(1));
        KeptExits exits = sources.exits().get();
        return ApiJson.answer(exits.total(), json -> ExitsJson.write(json, exits, limit));
    }

    private WebAnswer orphans() {
        LiveView view = sources.views().get();
        List<Orphan> all = view.orphans();
        List<Orphan> sent = all.subList(0, Math.min(MOST_ORPHANS, all.size()));
        List<HeldOutput> held = sources.figures().advice().get().hangs().held();
        return ApiJson.answer(seq(view), json -> {
            json.name("tick_time_seconds").value(wall.seconds(view.nanos()));
            json.name("total").value(all.size());
            json.name("left_out").value(all.size() - sent.size());
            json.name("orphans").beginArray();
            for (Orphan orphan : sent) {
                json.beginObject();
                OrphanJson.write(json, orphan);
                json.endObject();
            }
            json.endArray();
            json.name("held_outputs").beginArray();
            for (HeldOutput each : held) {
                json.beginObject();
                HangJson.write(json, each);
                json.name("ended_time_seconds").value(wall.seconds(each.endedNanos()));
                json.endObject();
            }
            json.endArray();
        });
    }

    private WebAnswer supervisor() {
        LiveView view = sources.views().get();
        return ApiJson.answer(seq(view), json -> {
            json.name("tick_time_seconds").value(wall.seconds(view.nanos()));
            supervisor.write(json, view.snapshot());
        });
    }
}

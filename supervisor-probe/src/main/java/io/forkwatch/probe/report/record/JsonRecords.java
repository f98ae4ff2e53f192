package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.redact.Redaction;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.report.words.FaultRecord;
import io.forkwatch.probe.report.words.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** One JSON object a line, for programs: stable keys, snake_case, base units, absent where unknown. */
final class JsonRecords implements Records {
    private final Words words;
    private final Clocks clocks;

    JsonRecords(Words words, Clocks clocks) {
        this.words = words;
        this.clocks = clocks;
    }

    @Override
    public String started(String version, long pid, Optional<String> url, List<String> touches) {
        return event("started", clocks.now(), json -> {
            json.name("version").value(version);
            json.name("pid").value(pid);
            if (url.isPresent()) {
                json.name("url").value(url.get());
            }
            for (String key : touches) {
                json.name(key.replace('.', '_')).value(true);
            }
        });
    }

    @Override
    public String notice(String line) {
        return event("notice", clocks.now(), json -> json.name("message").value(line));
    }

    @Override
    public String died(Death death, Diagnosis diagnosis) {
        String event = diagnosis.abnormal() ? "child_died" : "child_ended";
        return event(event, death.at(), json -> ExitJson.write(json, death, diagnosis, words));
    }

    @Override
    public String startFailed(StartFailure failure, Kind kind) {
        return event("child_start_failed", clocks.now(), json -> {
            json.name("kind").value(kind.name());
            json.name("reason").value(Redaction.ofLine(failure.reason()));
            json.name("command").value(failure.command().redacted());
            if (!failure.directory().isEmpty()) {
                json.name("directory").value(failure.directory());
            }
        });
    }

    @Override
    public Optional<String> endedWithUs(Death death, Diagnosis diagnosis) {
        return Optional.empty();
    }

    @Override
    public String endedTogether(List<String> parts) {
        return notice(String.join(", ", parts));
    }

    @Override
    public Optional<String> leftAlive(List<LivingChild> children) {
        return Optional.of(event("children_left_alive", clocks.now(), json -> {
            json.name("count").value(children.size());
            json.name("children").beginArray();
            for (LivingChild child : children.subList(0, Math.min(NAMED_CHILDREN, children.size()))) {
                leftAlive(json, child);
            }
            json.endArray();
        }));
    }

    private void leftAlive(JsonWriter json, LivingChild living) throws IOException {
        Child child = living.child();
        json.beginObject();
        ExitJson.identity(json, child);
        json.name("age_seconds").value(ExitJson.seconds(clocks.nanos() - child.startedNanos()));
        if (living.sample().isPresent()) {
            json.name("rss_bytes").value(living.sample().get().rssBytes());
        }
        json.endObject();
    }

    @Override
    public String orphan(OrphanNews news) {
        return event("orphan_" + news.what().label(), clocks.now(), json -> OrphanJson.write(json, news));
    }

    @Override
    public String advice(Advisory news) {
        return event(news.event(), clocks.now(), json -> AdvisoryJson.write(json, news));
    }

    @Override
    public String dropped(long count) {
        return event(
                "log_records_dropped", clocks.now(), json -> json.name("count").value(count));
    }

    @Override
    public String trouble(FaultRecord fault) {
        return event("trouble", clocks.now(), json -> {
            json.name("what").value(fault.what());
            json.name("fault").value(fault.text());
            if (!fault.place().isEmpty()) {
                json.name("place").value(fault.place());
            }
            json.name("seen").value(fault.seen());
        });
    }

    private static String event(String name, Instant time, JsonFields fields) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("event").value(name);
            json.name("time").value(time.truncatedTo(ChronoUnit.MILLIS).toString());
            fields.write(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does no I/O", e);
        }
        // Its escapes are JSON's own, so this changes how the text looks and not what it means.
        return Printable.of(text.toString());
    }
}

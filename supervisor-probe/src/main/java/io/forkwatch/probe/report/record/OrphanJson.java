package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.orphan.OrphanNews;
import java.io.IOException;

/** The fields of {@code orphan_found}, {@code orphan_still_there} and {@code orphan_gone}, and of an orphan that lives. */
public final class OrphanJson {
    private OrphanJson() {}

    static void write(JsonWriter json, OrphanNews news) throws IOException {
        who(json, news.orphan());
        json.name("below").value(news.below());
        if (news.frozen()) {
            json.name("frozen").value(true);
        }
        json.name("command").value(news.orphan().command().redacted());
    }

    /** Who it is, and what it uses; without its command. */
    private static void who(JsonWriter json, Orphan orphan) throws IOException {
        json.name("pid").value(orphan.key().pid());
        json.name("comm").value(orphan.comm());
        json.name("kind").value(orphan.kind().name());
        json.name("origin").value(orphan.origin().label());
        origin(json, orphan.origin());
        json.name("age_seconds").value(ExitJson.seconds(orphan.ageNanos()));
        if (orphan.origin() instanceof Origin.OutlivedChild) {
            json.name("alone_seconds").value(ExitJson.seconds(orphan.aloneNanos()));
        }
        json.name("ppid").value(orphan.ppid());
        json.name("rss_bytes").value(orphan.rssBytes());
        json.name("cpu_seconds").value(ExitJson.seconds(orphan.cpu().totalNanos()));
    }

    /** The fields of one that lives, into an object that is open. */
    public static void write(JsonWriter json, Orphan orphan) throws IOException {
        who(json, orphan);
        json.name("command").value(orphan.command().redacted());
    }

    private static void origin(JsonWriter json, Origin origin) throws IOException {
        if (origin instanceof Origin.OutlivedChild outlived) {
            json.name("child").beginObject();
            json.name("kind").value(outlived.child().kind().name());
            if (outlived.child().slot().number() >= 0) {
                json.name("slot").value(outlived.child().slot().number());
            }
            json.name("pid").value(outlived.pid());
            json.endObject();
            json.name("attributed_by").value(outlived.by().label());
            json.name("confidence").value(outlived.by().confidence());
        } else if (origin instanceof Origin.LeftBehind left) {
            json.name("supervisor_pid").value(left.supervisorPid());
        } else if (origin instanceof Origin.Pattern pattern) {
            json.name("pattern").value(pattern.text());
        }
    }
}

package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.Limit;
import java.io.IOException;

/** An advice as fields of an object. */
public final class AdviceJson {
    private AdviceJson() {}

    /** The limit, the figure and the limit's own: with its unit in their names. */
    public static void write(JsonWriter json, Advice advice) throws IOException {
        String unit = switch (advice.limit()) {
            case RSS, HEAP -> "_bytes";
            case FDS -> "_fds";
            case AGE -> "_seconds";
        };
        json.name("limit").value(advice.limit().label());
        figure(json, "figure" + unit, advice.limit(), advice.figure());
        figure(json, "limit" + unit, advice.limit(), advice.most());
    }

    private static void figure(JsonWriter json, String name, Limit limit, long figure) throws IOException {
        json.name(name);
        if (limit == Limit.AGE) {
            json.value(ExitJson.seconds(figure));
        } else {
            json.value(figure);
        }
    }
}

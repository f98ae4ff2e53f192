package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.report.KeptExits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The last abnormal ends, newest first, each with the record as it is logged in JSON and as lines for people. */
final class ExitsJson {
    /** Of one answer. */
    static final int MOST = 200;

    /**
     * Of one answer, in characters: it is to fit into the buffer of a socket, so that who does not read holds up no thread.
     * One record is sent however long it is.
     */
    static final int MOST_CHARS = 192 << 10;

    private ExitsJson() {}

    /**
     * Writes those with a number below {@code before}.
     *
     * @param before for the next page: the last number of the one before
     */
    static void write(JsonWriter json, KeptExits exits, long before) throws IOException {
        List<KeptExits.Kept> sent = sent(exits.newestFirst(), before);
        json.name("total").value(exits.total());
        json.name("kept").value(exits.newestFirst().size());
        json.name("left_out").value(exits.total() - sent.size());
        json.name("exits").beginArray();
        for (KeptExits.Kept kept : sent) {
            json.beginObject();
            json.name("number").value(kept.number());
            json.name("text").value(kept.text());
            json.name("record").jsonValue(kept.json());
            json.endObject();
        }
        json.endArray();
    }

    private static List<KeptExits.Kept> sent(List<KeptExits.Kept> newestFirst, long before) {
        List<KeptExits.Kept> sent = new ArrayList<>();
        long chars = 0;
        for (KeptExits.Kept kept : newestFirst) {
            chars += kept.number() < before ? kept.json().length() + kept.text().length() : 0;
            boolean room = sent.isEmpty() || (sent.size() < MOST && chars <= MOST_CHARS);
            if (!room) {
                break;
            }
            if (kept.number() < before) {
                sent.add(kept);
            }
        }
        return sent;
    }
}

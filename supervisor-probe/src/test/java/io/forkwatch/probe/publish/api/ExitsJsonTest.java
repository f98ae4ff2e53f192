package io.forkwatch.probe.publish.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.report.Json;
import io.forkwatch.probe.report.KeptExits;
import java.io.IOException;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However many ends are kept, and however long they are: an answer is bounded, and the next one goes on where it ended. */
class ExitsJsonTest {
    private static final int KEPT = 1_000;

    private static KeptExits kept(int chars) {
        List<KeptExits.Kept> newestFirst = new ArrayList<>();
        for (long number = KEPT; number > 0; number--) {
            newestFirst.add(new KeptExits.Kept(number, "{\"a\":" + number + "}", "x".repeat(chars)));
        }
        return new KeptExits(KEPT, newestFirst, Map.of(), LocalDate.EPOCH, Map.of());
    }

    private static String write(KeptExits exits, long before) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            ExitsJson.write(json, exits, before);
            json.endObject();
        }
        return text.toString();
    }

    private static int pages(KeptExits exits) throws IOException {
        long before = Long.MAX_VALUE;
        long seen = 0;
        int pages = 0;
        while (seen < KEPT) {
            String answer = write(exits, before);
            assertThat(answer.length()).isLessThan(208 << 10);
            JsonArray sent = Json.parse(answer).getAsJsonArray("exits");
            assertThat(sent).isNotEmpty();
            assertThat(sent.get(0).getAsJsonObject().get("number").getAsLong()).isEqualTo(KEPT - seen);
            seen += sent.size();
            before = KEPT - seen + 1;
            pages++;
        }
        return pages;
    }

    @Test
    void shortOnesComeTwoHundredAtATime() throws IOException {
        assertThat(pages(kept(10))).isEqualTo(KEPT / ExitsJson.MOST);
    }

    @Test
    void ofLongOnesThereAreFewer() throws IOException {
        assertThat(pages(kept(5_000))).isBetween(20, 40);
    }

    @Test
    void oneIsSentHoweverLongItIs() throws IOException {
        KeptExits giant = new KeptExits(
                1,
                List.of(new KeptExits.Kept(1, "{}", "x".repeat(2 * ExitsJson.MOST_CHARS))),
                Map.of(),
                LocalDate.EPOCH,
                Map.of());
        assertThat(Json.parse(write(giant, Long.MAX_VALUE)).getAsJsonArray("exits"))
                .hasSize(1);
    }
}

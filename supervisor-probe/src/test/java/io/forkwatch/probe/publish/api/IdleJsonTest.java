package io.forkwatch.probe.publish.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.report.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleJsonTest {
    private static final LivingChild CHILD = Children.sampled("worker", new Slot(0), 7);

    private static String json(Map<ProcessKey, Long> idle) throws IOException {
        Times times = new Times();
        AdviceView view =
                new AdviceView(Map.of(), Map.of(), Map.of(), Optional.empty(), idle, HangView.NONE, Optional.empty());
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.beginObject();
            new ChildJson(JvmView.EMPTY, PssView.EMPTY, view, new WallClock(times.clocks())).write(writer, CHILD);
            writer.endObject();
        }
        return text.toString();
    }

    @Test
    void whoIsIdleHasAFlagAndSinceWhen() throws IOException {
        String idle = json(Map.of(CHILD.child().key(), new Times().clocks().nanos()));
        assertThat(idle).contains("\"idle_since_time_seconds\":", "\"idle\"");
        assertThat(Schemas.faults("Child", idle)).isEmpty();
    }

    @Test
    void nobodyElseHas() throws IOException {
        assertThat(json(Map.of())).doesNotContain("idle");
    }
}

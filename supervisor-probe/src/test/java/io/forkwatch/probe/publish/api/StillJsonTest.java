package io.forkwatch.probe.publish.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.process.hang.Waiter;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.report.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StillJsonTest {
    private static final LivingChild CHILD = Children.sampled("worker", new Slot(0), 7);

    private static String json(Map<ProcessKey, Long> idle) throws IOException {
        return json(
                new AdviceView(Map.of(), Map.of(), Map.of(), Optional.empty(), idle, HangView.NONE, Optional.empty()));
    }

    private static String json(AdviceView view) throws IOException {
        Times times = new Times();
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.beginObject();
            new ChildJson(
                            JvmView.EMPTY,
                            PssView.EMPTY,
                            view,
                            new ChildJson.Words(new NoWords(), List.of(), 0),
                            new WallClock(times.clocks()))
                    .write(writer, CHILD);
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

    @Test
    void whoIsBlockedHasAFlagAndTheChain() throws IOException {
        BlockedLink link =
                new BlockedLink(CHILD.child().key(), "job", 7, "", Doing.STOPPED, "read", "", Target.NONE, 1);
        Blockage blockage = new Blockage(
                CHILD.child().key(),
                BlockedOn.STOPPED,
                Sureness.CERTAIN,
                List.of(link),
                1,
                false,
                false,
                Optional.of(new Waiter("main", "waitFor", "Launcher.run(Launcher.java:61)")));
        long nanos = new Times().clocks().nanos();
        HangView hangs = new HangView(
                Map.of(CHILD.child().key(), new HangView.Blocked(blockage, nanos)),
                Set.of(CHILD.child().key()),
                List.of());
        String blocked = json(AdviceView.NONE.with(hangs));
        assertThat(blocked)
                .contains(
                        "\"blocked\":{",
                        "\"on\":\"stopped\"",
                        "\"flags\":[\"blocked\",\"output_closed\"]",
                        "Launcher.java:61");
        assertThat(Schemas.faults("Child", blocked)).isEmpty();
    }
}

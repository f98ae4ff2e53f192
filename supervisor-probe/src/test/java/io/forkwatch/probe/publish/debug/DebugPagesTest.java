package io.forkwatch.probe.publish.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.publish.web.LongAnswer;
import io.forkwatch.probe.publish.web.LongPlan;
import io.forkwatch.probe.publish.web.WebRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is asked, and for what. */
class DebugPagesTest {
    private final List<String> asked = new ArrayList<>();
    private List<LivingChild> children = List.of(
            Children.sampled("worker", new Slot(0), 7),
            Children.sampled("worker", new Slot(0), 70),
            Children.sampled("shell", new Slot(1), 100));
    private JvmView jvms = JvmView.EMPTY;
    private final DebugPages pages = new DebugPages(
            new Notes("this"),
            () -> new FixedView(new Snapshot(0, children, List.of(), List.of(), 0)),
            () -> jvms,
            key -> new Notes("pid " + key.pid()));

    /** Says what it was asked. */
    private final class Notes implements Subject {
        private final String who;

        private Notes(String who) {
            this.who = who;
        }

        private LongAnswer noted(String what) {
            asked.add(who + " " + what);
            return LongAnswer.line(200, what);
        }

        @Override
        public LongAnswer threads() {
            return noted("threads");
        }

        @Override
        public LongAnswer histogram(boolean live) throws DebugRefusal {
            noted("histogram " + live);
            throw new DebugRefusal(409, "no");
        }

        @Override
        public LongAnswer recording(int seconds) {
            return noted("recording " + seconds);
        }
    }

    private String ask(String path, String query) {
        LongPlan plan = pages.plan(new WebRequest(path, query, "", ""));
        if (plan instanceof LongPlan.Refused refused) {
            return refused.answer().status() + " " + refused.answer().body();
        }
        try (LongAnswer answer = ((LongPlan.Work) plan).task().run()) {
            return answer.status() + " " + new String(answer.body().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thisJvm() {
        assertThat(ask("/debug/threads", "")).isEqualTo("200 threads\n");
        assertThat(ask("/debug/heap-histogram", "live=true")).isEqualTo("409 no\n");
        assertThat(ask("/debug/jfr", "seconds=2")).isEqualTo("200 recording 2\n");
        assertThat(asked).containsExactly("this threads", "this histogram true", "this recording 2");
    }

    @Test
    void ofSeveralChildrenThatShareANameTheHeaviestOrTheOneWithThatPid() {
        ask("/debug/children/worker/0/threads", "");
        ask("/debug/children/worker/0/threads", "pid=7");
        ask("/debug/children/worker/0/threads", "pid=71");
        assertThat(asked).containsExactly("pid 70 threads", "pid 7 threads", "pid 71 threads");
    }

    /** A shell that has started it is no JVM. */
    @Test
    void theJvmBelowAChildIsMeant() {
        LivingChild shell = children.get(2);
        jvms = new JvmView(
                java.util.Map.of(
                        shell.child().key(),
                        Children.jvms(List.of(Children.sampled("x", new Slot(0), 101)))
                                .byChild()
                                .get(new ProcessKey(101, 1))),
                java.util.Map.of());
        ask("/debug/children/shell/1/threads", "");
        ask("/debug/children/shell/1/threads", "pid=100");
        assertThat(asked).containsExactly("pid 101 threads", "pid 100 threads");
    }

    @Test
    void nobodyElseIsAsked() {
        assertThat(ask("/debug/children/worker/1/threads", "")).startsWith("404 no such child lives");
        assertThat(ask("/debug/children/worker/0/threads", "pid=100")).startsWith("404 no such child lives");
        assertThat(ask("/debug/children/worker/0/threads", "pid=1")).startsWith("404 no such child lives");
        assertThat(ask("/debug/children/worker/0/threads", "seconds=1")).startsWith("400 ");
        assertThat(ask("/debug/nothing", "")).startsWith("404 not found");
        assertThat(asked).isEmpty();
    }

    @Test
    void aRecordingIsWaitedForAsLongAsItIs() {
        LongPlan.Work plan = (LongPlan.Work) pages.plan(new WebRequest("/debug/jfr", "seconds=300", "", ""));
        assertThat(plan.usual()).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(310));
        assertThat(plan.patience()).isBetween(Duration.ofSeconds(330), Duration.ofSeconds(400));
        assertThat(asked).isEmpty();
    }
}

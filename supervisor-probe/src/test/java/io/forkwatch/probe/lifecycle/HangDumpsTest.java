package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.death.ThreadDump;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Children;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is asked for its threads, how often, and what becomes of the answer. */
class HangDumpsTest {
    private static final LivingChild CHILD = Children.sampled("worker", new Slot(0), 7);
    private static final LivingChild OTHER = Children.sampled("worker", new Slot(1), 8);
    private static final ProcessKey KEY = CHILD.child().key();

    private final List<ProcessKey> asked = new ArrayList<>();
    private final Map<ProcessKey, ThreadDump> answers = new HashMap<>();
    private final List<Advisory> news = new ArrayList<>();
    private List<LivingChild> living = List.of(CHILD, OTHER);
    private Map<ProcessKey, Long> silent = Map.of(KEY, 5L);
    private boolean room = true;
    private final HangDumps dumps = new HangDumps(
            new Recorded(),
            () -> new HangView(Map.of(), Set.of(), silent, List.of()),
            () -> new FixedView(new Snapshot(9, living, List.of(), List.of(), 0)),
            news::add);

    private final class Recorded implements HangDumps.Asking {
        @Override
        public boolean ask(ProcessKey child) {
            if (room) {
                asked.add(child);
            }
            return room;
        }

        @Override
        public Optional<ThreadDump> answer(ProcessKey child) {
            return Optional.ofNullable(answers.get(child));
        }
    }

    @Test
    void whoIsSilentIsAskedOnce() {
        dumps.doWork(10);
        dumps.doWork(20);
        silent = Map.of();
        dumps.doWork(30);
        silent = Map.of(KEY, 25L);
        dumps.doWork(40);

        assertThat(asked).containsExactly(KEY);
        assertThat(news).isEmpty();
        assertThat(dumps.deadlocked()).isEmpty();
    }

    @Test
    void whereManyAreAskedTheRestWaits() {
        room = false;
        dumps.doWork(10);
        room = true;
        dumps.doWork(20);

        assertThat(asked).containsExactly(KEY);
    }

    @Test
    void aDeadlockIsSaidOnceAndLastsAsLongAsTheChild() {
        dumps.doWork(10);
        answers.put(KEY, new ThreadDump("/tmp/threads", 11, List.of(), true));
        dumps.doWork(20);
        silent = Map.of();
        dumps.doWork(30);

        assertThat(news).singleElement().isInstanceOfSatisfying(BlockedNews.class, said -> {
            assertThat(said.child()).isEqualTo(CHILD.child());
            assertThat(said.nanos()).isEqualTo(15);
            assertThat(said.over()).isFalse();
            assertThat(said.blockage().on()).isEqualTo(BlockedOn.LOCK);
            assertThat(said.blockage().sureness()).isEqualTo(Sureness.CERTAIN);
            assertThat(said.blockage().first().doing()).isEqualTo(Doing.DEADLOCKED);
            assertThat(said.blockage().first().detail()).isEqualTo("/tmp/threads");
        });
        assertThat(dumps.deadlocked().values())
                .extracting(HangView.Blocked::sinceNanos)
                .containsExactly(5L);
        assertThat(HangView.NONE.with(dumps.deadlocked()).isBlocked(KEY)).isTrue();

        living = List.of(OTHER);
        dumps.doWork(40);
        assertThat(dumps.deadlocked()).isEmpty();
    }

    @Test
    void whoWaitsForWorkIsNotSaid() {
        dumps.doWork(10);
        answers.put(KEY, new ThreadDump("/tmp/threads", 11, List.of("main WAITING"), false));
        dumps.doWork(20);

        assertThat(news).isEmpty();
        assertThat(dumps.deadlocked()).isEmpty();
    }
}

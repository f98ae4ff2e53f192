package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HandoverQueueTest {
    private final HandoverQueue<Integer> queue = new HandoverQueue<>(3);

    @Test
    void givesBackInOrder() {
        assertThat(queue.isEmpty()).isTrue();
        queue.offer(1);
        queue.offer(2);

        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.poll()).contains(1);
        assertThat(queue.poll()).contains(2);
        assertThat(queue.poll()).isEmpty();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatFindsNoRoomIsRefusedAndRoomComesBack() {
        assertThat(queue.offer(1)).isTrue();
        assertThat(queue.offer(2)).isTrue();
        assertThat(queue.offer(3)).isTrue();
        assertThat(queue.offer(4)).isFalse();
        assertThat(queue.offer(5)).isFalse();

        assertThat(queue.poll()).contains(1);

        assertThat(queue.offer(6)).isTrue();
        assertThat(queue.offer(7)).isFalse();
        assertThat(rest()).containsExactly(2, 3, 6);
    }

    @Test
    void oneCanBeSoughtAmongTheOldest() {
        queue.offer(1);
        queue.offer(2);
        queue.offer(3);

        assertThat(queue.holdsAmongOldest(2, one -> one == 2)).isTrue();
        assertThat(queue.holdsAmongOldest(2, one -> one == 3)).isFalse();
        assertThat(queue.holdsAmongOldest(9, one -> one == 3)).isTrue();
        assertThat(queue.holdsAmongOldest(9, one -> one == 4)).isFalse();
        assertThat(rest()).containsExactly(1, 2, 3);
    }

    @Test
    void oneThatIsClosedKeepsNothingAndTakesNothing() {
        queue.offer(1);
        queue.offer(2);

        queue.close();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.offer(3)).isFalse();
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void manyThreadsLoseNothingThatWasTakenAndKeepTheirOrder() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        HandoverQueue<Integer> shared = new HandoverQueue<>(1_000);
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> writers = new ArrayList<>();
        List<Integer> refused = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int base = t * each;
            Thread writer = new Thread(() -> {
                awaitQuietly(go);
                for (int i = 0; i < each; i++) {
                    if (!shared.offer(base + i)) {
                        synchronized (refused) {
                            refused.add(base + i);
                        }
                    }
                }
            });
            writer.start();
            writers.add(writer);
        }
        go.countDown();
        List<Integer> taken = new ArrayList<>();
        while (writers.stream().anyMatch(Thread::isAlive)) {
            shared.poll().ifPresent(taken::add);
        }
        for (Optional<Integer> one = shared.poll(); one.isPresent(); one = shared.poll()) {
            taken.add(one.get());
        }

        assertThat(taken).doesNotHaveDuplicates().doesNotContainAnyElementsOf(refused);
        assertThat(taken.size() + refused.size()).isEqualTo(threads * each);
        for (int t = 0; t < threads; t++) {
            int from = t * each;
            assertThat(taken.stream().filter(one -> one / each == from / each)).isSorted();
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(shared.offer(i)).isTrue();
        }
        assertThat(shared.offer(0)).isFalse();
    }

    @Test
    void aCapacityBelowOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HandoverQueue<>(0));
    }

    private List<Integer> rest() {
        List<Integer> rest = new ArrayList<>();
        for (Optional<Integer> one = queue.poll(); one.isPresent(); one = queue.poll()) {
            rest.add(one.get());
        }
        return rest;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoTakesOverGetsWhatWasTakenLastAndWhatWaits() {
        HandoverQueue<Integer> queue = new HandoverQueue<>(10);
        queue.offer(1);
        queue.offer(2);
        queue.offer(3);
        queue.poll();
        queue.poll();

        assertThat(queue.takeOver()).containsExactly(2, 3);
        assertThat(queue.takeOver()).isEmpty();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whoeverTookAllAndCameBackLeavesNothing() {
        HandoverQueue<Integer> queue = new HandoverQueue<>(10);
        queue.offer(1);
        queue.poll();
        queue.poll();

        assertThat(queue.takeOver()).isEmpty();
    }
}

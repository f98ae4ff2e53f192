package io.forkwatch.probe.thread;

import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/**
 * Two threads, a few calls each, in hundreds of interleavings. Not tried: writes that a processor shows to another one in
 * a different order.
 */
@Tag("lincheck")
@EnabledForJreRange(maxVersion = 25, disabledReason = "Lincheck 3.7 rewrites byte code up to that of JDK 25")
class HandoverQueueLincheckTest {
    @Test
    void aQueueWithRoomBehavesAsIfCallsCameOneAfterTheOther() {
        options().iterations(10).check(WithRoom.class);
    }

    @Test
    void noRoomIsEverLost() {
        options().iterations(10).check(WithLittleRoom.class);
    }

    @Test
    void nothingStaysInAClosedQueue() {
        options().iterations(10).actorsBefore(0).actorsAfter(0).check(Closing.class);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(3);
    }

    /** The results of all calls are held against those of some order, one after the other. */
    @Param(name = "item", gen = IntGen.class, conf = "1:3")
    public static final class WithRoom {
        private final HandoverQueue<Integer> queue = new HandoverQueue<>(100);

        @Operation
        public boolean offer(@Param(name = "item") int item) {
            return queue.offer(item);
        }

        @Operation(nonParallelGroup = "the one that takes")
        public Optional<Integer> poll() {
            return queue.poll();
        }

        @Operation
        public boolean isEmpty() {
            return queue.isEmpty();
        }

        @Operation
        public boolean holds(@Param(name = "item") int item) {
            return queue.holdsAmongOldest(10, waiting -> waiting == item);
        }
    }

    /** Results are not compared: one that is refused may make another be refused, for a moment. */
    @Param(name = "item", gen = IntGen.class, conf = "1:3")
    public static final class WithLittleRoom {
        private static final int CAPACITY = 2;

        private final HandoverQueue<Integer> queue = new HandoverQueue<>(CAPACITY);

        @Operation
        public void offer(@Param(name = "item") int item) {
            boolean unused = queue.offer(item);
        }

        @Operation(nonParallelGroup = "the one that takes")
        public void poll() {
            Optional<Integer> unused = queue.poll();
        }

        /** Called when both threads are done. Not by AssertJ, whose objects refuse to be compared by the model checker. */
        @Validate
        public void thereIsRoomForAsManyAsEver() {
            int waiting = taken(queue);
            int accepted = 0;
            while (accepted <= CAPACITY && queue.offer(accepted)) {
                accepted++;
            }
            if (waiting > CAPACITY || accepted != CAPACITY) {
                throw new IllegalStateException(waiting + " were waiting, then there was room for " + accepted);
            }
        }
    }

    /** Who hands over to a queue that is being closed. */
    @Param(name = "item", gen = IntGen.class, conf = "1:3")
    public static final class Closing {
        private final HandoverQueue<Integer> queue = new HandoverQueue<>(100);
        private volatile boolean closed;

        @Operation
        public void offer(@Param(name = "item") int item) {
            boolean unused = queue.offer(item);
        }

        @Operation(runOnce = true)
        public void close() {
            queue.close();
            closed = true;
        }

        /** Called when both threads are done. */
        @Validate
        public void nothingWaitsOnceItIsClosed() {
            int waiting = taken(queue);
            if (closed && waiting > 0) {
                throw new IllegalStateException(waiting + " were waiting");
            }
        }
    }

    private static int taken(HandoverQueue<Integer> queue) {
        int taken = 0;
        while (queue.poll().isPresent()) {
            taken++;
        }
        return taken;
    }
}

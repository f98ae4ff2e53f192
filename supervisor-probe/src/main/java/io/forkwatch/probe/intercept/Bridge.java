package io.forkwatch.probe.intercept;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;

/** The bridge of this JVM, which stays as long as the JVM does: its hooks can be let go of, itself cannot. */
final class Bridge {
    private final Consumer<Object[]> bridge;
    /** Made beforehand: they are needed where a start failed, perhaps for want of memory. */
    private final Object[] nowhere;

    Bridge(Consumer<Object[]> bridge, AtomicReference<Throwable> lastFault) {
        this.bridge = bridge;
        NoHook none = new NoHook();
        this.nowhere = new Object[] {none, none, none, none, none, none, lastFault, none, none};
    }

    /** A hook that does nothing, in the place of one that nobody wants. */
    Object nothing() {
        return nowhere[0];
    }

    /** Lets go of all hooks: whatever the edited methods call from now on goes nowhere. For any thread. */
    void detach() {
        bridge.accept(nowhere);
    }

    /** Every hook in one, and none. */
    private static final class NoHook
            implements BiConsumer<Object, Object>,
                    Consumer<Object>,
                    Runnable,
                    LongBinaryOperator,
                    BiFunction<Object, Object, Object> {
        @Override
        public Object apply(Object command, Object around) {
            return command;
        }

        @Override
        public void accept(Object command, Object directory) {
            // Nobody is interested.
        }

        @Override
        public void accept(Object process) {
            // Nobody is interested.
        }

        @Override
        public void run() {
            // Nobody is interested.
        }

        @Override
        public long applyAsLong(long pid, long exitValue) {
            return 0;
        }
    }
}

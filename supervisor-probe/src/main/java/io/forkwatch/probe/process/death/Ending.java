package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.WaitStatus;
import java.util.OptionalInt;

/** How a child's end was witnessed, the best witness first. */
public sealed interface Ending {
    /** One word for logs and JSON: {@code exact}, {@code flags}, {@code code_only} or {@code vanished}. */
    String certainty();

    /** What {@link Process#exitValue()} says, in which a signal n is 128 + n; absent where nobody saw the end. */
    default OptionalInt exitValue() {
        return OptionalInt.empty();
    }

    /** True if it is certain that it exited by itself, with 0. */
    default boolean isClean() {
        return false;
    }

    /**
     * The zombie itself was read: nothing is left to guess.
     *
     * @param status the raw wait status
     */
    record Exact(WaitStatus status) implements Ending {
        @Override
        public String certainty() {
            return "exact";
        }

        @Override
        public OptionalInt exitValue() {
            return OptionalInt.of(status.exitValue());
        }

        @Override
        public boolean isClean() {
            return status.raw() == 0;
        }
    }

    /**
     * The zombie was read, but its wait status is hidden, as that of another user's process or of one that cannot be
     * dumped. Its flags are not: whether a signal ended it is known, which one is in the exit value.
     *
     * @param value {@link Process#exitValue()}, above 0: of a clean exit nothing is hidden that matters; above 128 with a
     *     signal
     * @param signalled true if a signal ended it: PF_SIGNALED of the kernel's include/linux/sched.h
     */
    record Flags(int value, boolean signalled) implements Ending {
        public Flags {
            if (value <= (signalled ? WaitStatus.SIGNAL_BASE : 0)) {
                throw new IllegalArgumentException("value is " + value + ", signalled " + signalled);
            }
        }

        @Override
        public String certainty() {
            return "flags";
        }

        @Override
        public OptionalInt exitValue() {
            return OptionalInt.of(value);
        }
    }

    /**
     * Only the JDK's exit value is known, in which {@code exit(137)} and SIGKILL look the same.
     *
     * @param value {@link Process#exitValue()}
     */
    record CodeOnly(int value) implements Ending {
        @Override
        public String certainty() {
            return "code_only";
        }

        @Override
        public OptionalInt exitValue() {
            return OptionalInt.of(value);
        }
    }

    /** It was no child of the JDK's: another library waited for it, so that nobody here could see how it ended. */
    record Unannounced() implements Ending {
        @Override
        public String certainty() {
            return "vanished";
        }
    }

    /** It is gone and nobody saw it go. */
    record Vanished() implements Ending {
        @Override
        public String certainty() {
            return "vanished";
        }
    }
}

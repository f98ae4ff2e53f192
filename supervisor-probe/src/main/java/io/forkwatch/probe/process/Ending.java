package io.forkwatch.probe.process;

/** How a child's end was witnessed, the best witness first. */
public sealed interface Ending {
    /** One word for logs and JSON: {@code exact}, {@code code_only} or {@code vanished}. */
    String certainty();

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
    }

    /**
     * Only the JDK's exit value is known, in which {@code exit(137)} and SIGKILL look the same.
     *
     * @param exitValue {@link Process#exitValue()}
     */
    record CodeOnly(int exitValue) implements Ending {
        @Override
        public String certainty() {
            return "code_only";
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

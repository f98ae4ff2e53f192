package io.forkwatch.examples.launchers.stories;

import java.io.IOException;
import java.io.PrintStream;

/** Something that happens to a launcher's children. It ends by itself within 8 s. */
public sealed interface Story permits Apis, Busy, ExitThree, Heap, Hold, Leak, Many, Missing, Pool, Recycle, Timeout {
    /** One lower-case word of at most 8 characters, the argument of the launcher. */
    String name();

    /** What happens, in one sentence without a full stop. */
    String sentence();

    /**
     * Lets it happen.
     *
     * @param out told what happens; neither pids nor times, so that two runs print the same
     * @throws IOException if a child that should start does not
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    void run(PrintStream out) throws IOException, InterruptedException;
}

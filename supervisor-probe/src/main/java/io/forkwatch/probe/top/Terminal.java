package io.forkwatch.probe.top;

import java.util.List;
import java.util.OptionalInt;

/** A screen that is looked at, and a keyboard. */
interface Terminal {
    /** How much fits. */
    Size size();

    /** What can be done with keys, for people. */
    String keys();

    /** Puts these lines in the place of those that are there. */
    void show(List<Line> lines);

    /**
     * The next key.
     *
     * @param nanos how long it is waited for
     * @return empty if none was pressed; 'q' as well when there can be no more
     */
    OptionalInt key(long nanos);
}

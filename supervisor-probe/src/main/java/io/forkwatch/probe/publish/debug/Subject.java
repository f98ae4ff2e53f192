package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.publish.web.LongAnswer;

/** A JVM that can be looked into. What is asked is done to its end. */
interface Subject {
    /** What its threads do, as text. */
    LongAnswer threads() throws DebugRefusal;

    /**
     * What is on its heap, by class, as text.
     *
     * @param live true to collect it first: a full collection, for which its threads wait
     */
    LongAnswer histogram(boolean live) throws DebugRefusal;

    /** A recording of the Flight Recorder that begins now and is so long. */
    LongAnswer recording(int seconds) throws DebugRefusal;
}

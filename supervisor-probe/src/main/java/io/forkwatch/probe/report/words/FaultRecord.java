package io.forkwatch.probe.report.words;

/**
 * A fault of Forkwatch itself.
 *
 * @param what where, in one or two words
 * @param text its class and the first line of its message
 * @param place the frame that threw it; empty where unknown
 * @param seen how often it was seen, this time included, 1 and up
 */
public record FaultRecord(String what, String text, String place, long seen) {
    public FaultRecord {
        if (seen < 1) {
            throw new IllegalArgumentException("seen is " + seen);
        }
    }
}

package io.forkwatch.probe.report.sink;

/** Where log records go. Safe for any thread; never throws. */
@FunctionalInterface
public interface LogSink extends AutoCloseable {
    /**
     * Writes one record at once, so that records of other writers do not land inside it.
     *
     * @param record one or more lines, without the last line feed
     */
    void write(String record);

    /** Writes the record that says only that this JVM is watched: nobody misses it where nothing follows. */
    default void writeStart(String record) {
        write(record);
    }

    /** Tries once more to write what could not be written; false if something still waits. */
    default boolean writeWaiting() {
        return true;
    }

    /** Lets go of what is held open; later records are lost. */
    @Override
    default void close() {}
}

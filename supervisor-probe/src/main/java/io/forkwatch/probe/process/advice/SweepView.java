package io.forkwatch.probe.process.advice;

/**
 * What the sweep has come upon: immutable, published through one volatile field.
 *
 * @param leftOver directories that are left over and still there
 * @param leftOverBytes size of the regular files in them
 * @param removed directories that were removed
 * @param removedBytes size of the regular files in these
 * @param failures directories that could not be removed, or not wholly
 */
public record SweepView(long leftOver, long leftOverBytes, long removed, long removedBytes, long failures) {
    /** Before the first run. */
    public static final SweepView NONE = new SweepView(0, 0, 0, 0, 0);
}

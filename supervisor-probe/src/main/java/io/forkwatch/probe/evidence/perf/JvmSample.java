package io.forkwatch.probe.evidence.perf;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.JvmFigures;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that is known of a JVM that ended. One without performance data is known by its name and its owner only.
 *
 * @param key the JVM: the child itself, or one below it
 * @param uid user id of its owner; absent where that was not read
 * @param figures the last ones
 * @param flags its options; absent where they are not known
 * @param file what became of the file of its performance data
 */
public record JvmSample(
        ProcessKey key, OptionalLong uid, Optional<JvmFigures> figures, Optional<JvmFlags> flags, FileFate file) {
    /** What became of the file of a JVM's performance data. A JVM that exits in order removes it. */
    public enum FileFate {
        /** It stayed: the JVM was killed, or ended without cleaning up. */
        LEFT,
        /** It is gone: the JVM removed it, or another one did at its own start. */
        REMOVED,
        /** There was none, or it cannot be told. */
        UNKNOWN;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** As it is in JSON, for example {@code left}. */
        public String label() {
            return label;
        }
    }

    /** The same where something else is known of its file. */
    JvmSample withFile(FileFate fate) {
        return new JvmSample(key, uid, figures, flags, fate);
    }
}

package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.options.BadOption;
import io.forkwatch.probe.options.OptionChange;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** Reads the {@code @FILE}s of the options again when they change. What cannot be used changes nothing, and costs one line. */
final class OptionReload implements PeriodicDuty {
    /** Read again. */
    static final String SUCCESS = "success";

    /** Something in them cannot be used. */
    static final String FAILURE = "failure";

    private static final String NEVER = "";

    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Consumer<ProbeOptions> apply;
    private final Consumer<String> notices;
    private final Tally results;

    private ProbeOptions options;
    private String held;
    private String seen;
    private long nextNanos;

    /**
     * Of files that were read at the start of this JVM, which may be long ago.
     *
     * @param apply gets what holds from now on: only of what may change it takes anything
     * @param notices gets a line
     * @param results counts under {@link #SUCCESS} and {@link #FAILURE}
     * @param nanos monotonic time now
     */
    OptionReload(
            ProbeOptions options, Consumer<ProbeOptions> apply, Consumer<String> notices, Tally results, long nanos) {
        this.options = options;
        this.apply = apply;
        this.notices = notices;
        this.results = results;
        this.held = NEVER;
        this.seen = stamps();
        this.nextNanos = nanos + PAUSE_NANOS;
        results.add(SUCCESS, 0);
        results.add(FAILURE, 0);
    }

    @Override
    public String what() {
        return "options";
    }

    @Override
    public long doWork(long nanos) {
        if (nanos - nextNanos >= 0) {
            nextNanos = nanos + PAUSE_NANOS;
            look();
        }
        return nextNanos - nanos;
    }

    // One that was changed must look the same twice: editors write it bit by bit.
    private void look() {
        String now = stamps();
        if (!now.equals(held) && now.equals(seen)) {
            boolean first = held.equals(NEVER);
            held = now;
            read(first);
        }
        seen = now;
    }

    // At first it is read once more, for what has changed before the first child; mostly nothing has.
    private void read(boolean first) {
        try {
            ProbeOptions read = options.again();
            OptionChange change = OptionChange.between(options, read);
            options = read;
            if (!change.held().isEmpty()) {
                apply.accept(read);
            }
            results.add(SUCCESS, first && change.isEmpty() ? 0 : 1);
            if (!change.isEmpty()) {
                notices.accept(change.line());
            }
        } catch (BadOption bad) {
            results.add(FAILURE);
            notices.accept("options stay as they were: " + bad.what());
        }
    }

    private String stamps() {
        StringBuilder all = new StringBuilder();
        for (String file : options.files()) {
            all.append(stamp(file)).append('\n');
        }
        return all.toString();
    }

    private static String stamp(String file) {
        try {
            BasicFileAttributes is = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
            return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
        } catch (IOException | RuntimeException missing) {
            return "missing";
        }
    }
}

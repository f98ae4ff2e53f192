package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.LastPid;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether a pid may have been given away since a listing. Where the kernel's file cannot be opened, that is tried again a
 * minute later; where it cannot be read any more, at once, for an interrupt closes a channel for ever.
 */
@Confined(Confined.To.SAMPLER)
final class LastPidCheck {
    private static final long RETRY_NANOS = 60_000_000_000L;

    private final ProcFs files;
    private final Trouble trouble;
    private Optional<LastPid> file = Optional.empty();
    private long retryNanos;
    private long listedAt = LastPid.UNKNOWN;
    private long read = LastPid.UNKNOWN;

    LastPidCheck(ProcFs files, Trouble trouble) {
        this.files = files;
        this.trouble = trouble;
    }

    /** True if nobody can have been born since the listing that was {@link #listed} last. */
    boolean isUnchanged(long nanos) {
        read = read(nanos);
        return read != LastPid.UNKNOWN && read == listedAt;
    }

    /** A listing that was begun after the last check has been taken. One that failed says nothing. */
    void listed() {
        listedAt = read;
    }

    private long read(long nanos) {
        if (file.isEmpty() && nanos - retryNanos >= 0) {
            open(nanos);
        }
        if (file.isEmpty()) {
            return LastPid.UNKNOWN;
        }
        long last = file.get().read();
        if (last == LastPid.UNKNOWN) {
            close(file.get());
            file = Optional.empty();
            retryNanos = nanos;
        }
        return last;
    }

    private void open(long nanos) {
        try {
            file = Optional.of(LastPid.open(files));
        } catch (IOException notToBeHad) {
            retryNanos = nanos + RETRY_NANOS;
        }
    }

    private void close(LastPid unreadable) {
        try {
            unreadable.close();
        } catch (IOException notClosed) {
            trouble.report("close", notClosed);
        }
    }
}

package io.forkwatch.probe.register;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Opens and closes the processes that the register follows. */
@Confined(Confined.To.SAMPLER)
final class ProcessOpener {
    private static final String OUT_OF_DESCRIPTORS =
            "this JVM is out of file descriptors: half of ours are given back, samples are slower now";

    private static final long UNKNOWN = 0;

    private final ProcAccess proc;
    private final Trouble trouble;
    private boolean saidRanOut;
    private long ownPid;

    ProcessOpener(ProcAccess proc, Trouble trouble) {
        this.proc = proc;
        this.trouble = trouble;
    }

    /**
     * What came of opening a process.
     *
     * @param process the process; empty if it is gone, or lives but cannot be read
     * @param gone true if it is gone for certain
     */
    record Opened(Optional<TrackedProcess> process, boolean gone) {
        static final Opened NOT_TRIED = new Opened(Optional.empty(), false);
        static final Opened GONE = new Opened(Optional.empty(), true);

        Opened {
            if (gone && process.isPresent()) {
                throw new IllegalArgumentException("gone is true of a process that is there");
            }
        }
    }

    /**
     * Starts to follow a process.
     *
     * @param parentComm the command name of its parent; empty for a direct child
     */
    Opened open(long pid, String parentComm, long nanos) {
        return open(pid, Attribution.PARENT, parentComm, nanos);
    }

    /** The same of one that is known to belong where it does by something else than its parent. */
    Opened open(long pid, Attribution by, String parentComm, long nanos) {
        try {
            StatHandle held = proc.reader().hold(pid);
            sayIfOutOfDescriptors();
            return new Opened(Optional.of(follow(held, by, parentComm, nanos)), false);
        } catch (NoSuchProcessException goneOrHidden) {
            // With hidepid a process of another user looks as if it were gone: it is for the JDK to say so.
            return new Opened(Optional.empty(), !proc.files().hidesOthers());
        } catch (IOException unreadable) {
            reportUnlessHidden(unreadable);
            return new Opened(Optional.empty(), false);
        }
    }

    /**
     * Starts to follow a child of this JVM. Until it is waited for, this JVM stays its parent, whichever of its threads
     * made it, and whoever traces it: a process with another parent has the pid of a child that is gone.
     */
    Opened openChild(long pid, long nanos) {
        Opened opened = open(pid, "", nanos);
        if (opened.process().isEmpty() || isChild(opened.process().get())) {
            return opened;
        }
        close(opened.process().get());
        return Opened.GONE;
    }

    private boolean isChild(TrackedProcess process) {
        long self = ownPid();
        return self == UNKNOWN || process.ppid() == self;
    }

    private long ownPid() {
        if (ownPid == UNKNOWN) {
            try {
                ownPid = proc.files().self().pid();
            } catch (IOException unreadable) {
                return UNKNOWN; // Then nobody is sent away for it.
            }
        }
        return ownPid;
    }

    private void sayIfOutOfDescriptors() {
        if (proc.reader().ranOut() && !saidRanOut) {
            saidRanOut = true;
            trouble.report("descriptors", new IOException(OUT_OF_DESCRIPTORS));
        }
    }

    // That others are hidden is a capability, told once, and no trouble.
    private void reportUnlessHidden(IOException unreadable) {
        if (!proc.files().hidesOthers()) {
            trouble.report("open", unreadable);
        }
    }

    private TrackedProcess follow(StatHandle held, Attribution by, String parentComm, long nanos) throws IOException {
        try {
            return new TrackedProcess(
                    held, proc.reader(), by, parentComm, proc.units(), nanos, uptimeNanos(parentComm));
        } catch (IOException unreadable) {
            held.close();
            throw unreadable;
        }
    }

    // A child is opened as it starts; of a descendant it matters how old it is.
    private OptionalLong uptimeNanos(String parentComm) {
        try {
            return parentComm.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(proc.files().uptime().upNanos());
        } catch (IOException hidden) {
            return OptionalLong.empty(); // Then it is as old as it is known.
        }
    }

    /** True if it lives at this moment. */
    boolean isThere(TrackedProcess process) {
        return process.isThere(proc.reader());
    }

    /** Samples processes once, so that it is known which of them are gone. */
    void sampleOnce(List<TrackedProcess> processes, long nanos) {
        for (TrackedProcess process : processes) {
            try {
                process.sample(proc.reader(), proc.units(), nanos);
            } catch (IOException unreadable) {
                trouble.report("sample", unreadable);
            }
        }
    }

    /** Lets a process go. */
    void close(TrackedProcess process) {
        try {
            process.close();
        } catch (IOException notClosed) {
            trouble.report("close", notClosed);
        }
    }
}

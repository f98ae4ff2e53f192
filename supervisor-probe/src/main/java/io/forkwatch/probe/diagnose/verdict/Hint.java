package io.forkwatch.probe.diagnose.verdict;

import io.forkwatch.probe.evidence.CrashFile;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.OomKill;
import java.util.Optional;
import java.util.OptionalLong;

/** What the reader can do next. A key with its figures: the words are the report's. */
public sealed interface Hint {
    /** Hints without figures. */
    enum Plain implements Hint {
        /** An exit code of its own: nobody else did it. */
        ENDED_ITSELF,
        /** The same of a child that runs a JVM: what ends one. */
        JVM_ENDED_ITSELF,
        /** A JVM gave up at an OutOfMemoryError: where it said which memory it was. */
        JVM_OOME_EXIT,
        /** A JVM ended with an error while its heap was nearly full: how to make sure. */
        HEAP_NEARLY_FULL,
        /** SIGKILL from somewhere: who sends it. */
        FIND_KILLER,
        /** The same, where it cannot have been the kernel for want of memory. */
        FIND_OTHER_KILLER,
        /** The memory group reached a limit that is not known. */
        GROUP_MEMORY,
        /** The machine, or a limit that is not visible from here, ran out of memory. */
        MACHINE_MEMORY,
        /** SIGTERM, SIGINT, SIGHUP or SIGQUIT from somewhere: who sends it. */
        SHUTDOWN_REQUEST,
        /** A fault in native code: where to look for the core. */
        NATIVE_FAULT,
        /** {@code abort()}: where to look for a JVM's crash file. */
        ABORT,
        /** SIGPIPE: what it means. */
        BROKEN_PIPE,
        /** SIGXCPU: which limit. */
        CPU_TIME_LIMIT,
        /** Exit 127 of a shell. */
        COMMAND_NOT_FOUND,
        /** Exit 126 of a shell. */
        COMMAND_NOT_EXECUTABLE,
        /** Forks were refused in the group of the child: it may have been one of its own. */
        PIDS_LIMIT,
        /** SIGXFSZ: which limit. */
        FILE_SIZE_LIMIT
    }

    /**
     * The memory group reached its limit.
     *
     * @param limitBytes the limit
     */
    record MemoryLimit(long limitBytes) implements Hint {}

    /**
     * The limit of the memory group leaves no room for the heap of the JVM in it and what it needs besides.
     *
     * @param limitBytes the limit
     * @param heapMaxBytes the most that the heap may grow to
     * @param outsideBytes resident memory outside the heap, at least; 0 if the heap alone is too large, and no more is known
     * @param fittingBytes a largest heap that would fit; absent if none would
     */
    record HeapOverLimit(long limitBytes, long heapMaxBytes, long outsideBytes, OptionalLong fittingBytes)
            implements Hint {}

    /**
     * No option says how large the heap may be, and the JVM made it larger than the limit: it does not see that.
     *
     * @param limitBytes the limit
     * @param heapMaxBytes the most that the heap may grow to
     */
    record LimitNotSeen(long limitBytes, long heapMaxBytes) implements Hint {}

    /**
     * The limit of CPU time was used up.
     *
     * @param limitSeconds the limit
     * @param usedNanos what was used of it
     */
    record CpuLimit(long limitSeconds, long usedNanos) implements Hint {}

    /**
     * The address space came near its limit, so that memory may have been refused.
     *
     * @param limitBytes the limit
     * @param peakBytes the most that was seen
     */
    record AddressSpace(long limitBytes, long peakBytes) implements Hint {}

    /**
     * The kernel's log names the victim.
     *
     * @param kill what it says
     * @param limitBytes the limit that was reached; absent if it was the machine's memory, or is not known
     * @param next what to do about it
     */
    record OomKilled(OomKill kill, OptionalLong limitBytes, Hint next) implements Hint {}

    /**
     * Somebody else was OOM-killed at that time.
     *
     * @param kill the last of those
     */
    record OtherVictim(OomKill kill) implements Hint {}

    /**
     * It exited 128 + n by itself: what that convention means.
     *
     * @param signal n
     */
    record SignalCode(int signal) implements Hint {}

    /**
     * It exited 128 + n after a process that it ran was gone.
     *
     * @param signal n
     * @param victim the largest process that was gone
     */
    record Forwarded(int signal, Descendant victim) implements Hint {}

    /**
     * A JVM said on its stderr why it ended.
     *
     * @param failure what it said
     */
    record JvmSaid(JvmFailure failure) implements Hint {}

    /**
     * A JVM crashed, or gave up at an OutOfMemoryError, and left a file that says more.
     *
     * @param path the file
     * @param pid the JVM that wrote it
     * @param signal the signal that the JVM caught, for example {@code SIGSEGV (0xb)}
     * @param frame the problematic frame, for example {@code C  [libfoo.so+0x1a]}
     * @param outOfMemory what ran out at an OutOfMemoryError, for example {@code Java heap space}
     * @param summary the line of the file that says most
     * @param sentByKill true if a process sent the signal
     */
    record ReadCrashFile(
            String path,
            long pid,
            Optional<String> signal,
            Optional<String> frame,
            Optional<String> outOfMemory,
            String summary,
            boolean sentByKill)
            implements Hint {
        /** Where that file is. */
        public static ReadCrashFile of(CrashFile file) {
            return new ReadCrashFile(
                    file.path().toString(),
                    file.pid(),
                    file.signal(),
                    file.frame(),
                    file.outOfMemory(),
                    file.summary(),
                    file.sentByKill());
        }
    }
}

package io.forkwatch.probe.diagnose.verdict;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the reader can do next: advice, and the figures that it needs. The words are the report's; what the advice rests on
 * is a {@link Cause}.
 */
public sealed interface Hint {
    /** The answer for the case that this is. */
    <R> R match(Cases<R> cases);

    /** An answer for each hint: whoever implements this has forgotten none. */
    interface Cases<R> {
        /** A hint without figures. */
        R plain(Plain hint);

        /** See {@link MemoryLimit}. */
        R memoryLimit(MemoryLimit hint);

        /** See {@link HeapOverLimit}. */
        R heapOverLimit(HeapOverLimit hint);

        /** See {@link LimitNotSeen}. */
        R limitNotSeen(LimitNotSeen hint);

        /** See {@link CpuLimit}. */
        R cpuLimit(CpuLimit hint);

        /** See {@link AddressSpace}. */
        R addressSpace(AddressSpace hint);

        /** See {@link RuntimeMemory}. */
        R runtimeMemory(RuntimeMemory hint);

        /** See {@link SignalCode}. */
        R signalCode(SignalCode hint);

        /** See {@link FindSender}. */
        R findSender(FindSender hint);

        /** See {@link SignalSent}. */
        R signalSent(SignalSent hint);

        /** See {@link ReadCrashFile}. */
        R readCrashFile(ReadCrashFile hint);
    }

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
        /** The memory cgroup reached a limit that is not known. */
        GROUP_MEMORY,
        /** The machine, or a limit that is not visible from here, ran out of memory. */
        MACHINE_MEMORY,
        /** SIGTERM, SIGINT, SIGHUP or SIGQUIT from somewhere: who sends it. */
        SHUTDOWN_REQUEST,
        /** A fault in native code: where to look for the core. */
        NATIVE_FAULT,
        /** {@code abort()}: where to look for a JVM's crash file. */
        ABORT,
        /** {@code abort()} of a program that is no JVM. */
        ABORT_OF_ITS_OWN,
        /** Another runtime gave up by itself: where to read on. */
        RUNTIME_GAVE_UP,
        /** Another runtime got a signal and ended by itself. */
        RUNTIME_GOT_SIGNAL,
        /** SIGPIPE: what it means. */
        BROKEN_PIPE,
        /** SIGXCPU: which limit. */
        CPU_TIME_LIMIT,
        /** The time of a timeout was up. */
        TIMEOUT,
        /** Exit 127 of a shell. */
        COMMAND_NOT_FOUND,
        /** A shared library is missing. */
        LIBRARY_MISSING,
        /** The interpreter that a script names is missing. */
        BAD_INTERPRETER,
        /** A program for another processor. */
        OTHER_PROCESSOR,
        /** Exit 126 of a shell. */
        COMMAND_NOT_EXECUTABLE,
        /** Forks were refused in the cgroup of the child: it may have been one of its own. */
        PIDS_LIMIT,
        /** SIGXFSZ: which limit. */
        FILE_SIZE_LIMIT,
        /** A Java heap that was full. */
        JVM_HEAP,
        /** A full metaspace. */
        JVM_METASPACE,
        /** A full space of compressed class pointers. */
        JVM_CLASS_SPACE,
        /** Direct buffers over their limit. */
        JVM_DIRECT_BUFFERS,
        /** Threads that the system refused. */
        JVM_THREADS,
        /** A stack that was too small, or a recursion without end. */
        JVM_STACK,
        /** An exception of the application's own. */
        JVM_EXCEPTION,
        /** A heap that was asked for and did not fit. */
        JVM_HEAP_SIZE,
        /** A main class or jar that was not found. */
        JVM_CLASS_PATH,
        /** A class of a newer Java than this JVM's. */
        JVM_CLASS_VERSION,
        /** A JVM of an image without java.instrument, which does not start with an agent. */
        JVM_WITHOUT_AGENTS,
        /** A JVM that makes an archive of classes, which it does not do with an agent. */
        JVM_ARCHIVE_WITHOUT_AGENT,
        /** A JVM that must use an AOT cache and cannot: an agent may be why. */
        JVM_AOT_CACHE,
        /** A JVM that ended at once: it may never have come to its main class. */
        JVM_NEVER_STARTED,
        /** A crash report on stderr. */
        JVM_CRASH_ON_STDERR,
        /** JVM options that do not work. */
        JVM_OPTIONS,
        /** Memory that the system refused. */
        JVM_NO_MEMORY;

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.plain(this);
        }
    }

    /**
     * The memory cgroup reached its limit.
     *
     * @param limitBytes the limit
     */
    record MemoryLimit(long limitBytes) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.memoryLimit(this);
        }
    }

    /**
     * The limit of the memory cgroup leaves no room for the heap of the JVM in it and what it needs besides.
     *
     * @param limitBytes the limit
     * @param heapMaxBytes the most that the heap may grow to
     * @param outsideBytes resident memory outside the heap, at least; 0 if the heap alone is too large, and no more is known
     * @param fittingBytes a largest heap that would fit; absent if none would
     */
    record HeapOverLimit(long limitBytes, long heapMaxBytes, long outsideBytes, OptionalLong fittingBytes)
            implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.heapOverLimit(this);
        }
    }

    /**
     * No option says how large the heap may be, and the JVM made it larger than the limit: it does not see that.
     *
     * @param limitBytes the limit
     * @param heapMaxBytes the most that the heap may grow to
     */
    record LimitNotSeen(long limitBytes, long heapMaxBytes) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.limitNotSeen(this);
        }
    }

    /**
     * The limit of CPU time was used up: raise it, or find what spins.
     *
     * @param limitSeconds the limit
     */
    record CpuLimit(long limitSeconds) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cpuLimit(this);
        }
    }

    /**
     * The address space came near its limit, so that memory may have been refused.
     *
     * @param limitBytes the limit
     * @param peakBytes the most that was seen
     */
    record AddressSpace(long limitBytes, long peakBytes) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.addressSpace(this);
        }
    }

    /**
     * A runtime that is no JVM got no more memory.
     *
     * @param raise an option of its own that lets it use more, for example {@code memory_limit}
     * @param limitBytes the limit of its address space
     */
    record RuntimeMemory(Optional<String> raise, OptionalLong limitBytes) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.runtimeMemory(this);
        }
    }

    /**
     * It exited 128 + n by itself: what that convention means.
     *
     * @param signal n
     */
    record SignalCode(int signal) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signalCode(this);
        }
    }

    /**
     * A signal ended a process below it: who sent it.
     *
     * @param signal the signal
     * @param who that process; absent where it is not known
     */
    record FindSender(int signal, Optional<Culprit> who) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.findSender(this);
        }
    }

    /**
     * A process sent the signal at which a JVM crashed, and the JVM's file names it.
     *
     * @param path the file
     * @param pid the sender, as the JVM saw it
     * @param uid its user id
     */
    record SignalSent(String path, long pid, long uid) implements Hint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.signalSent(this);
        }
    }

    /**
     * A JVM left a file that says more.
     *
     * @param path the file
     * @param about what the file is about
     */
    record ReadCrashFile(String path, About about) implements Hint {
        /** What a crash file is about. */
        public enum About {
            /** A fault of the JVM, or of native code in it. */
            FAULT,
            /** A signal that a process sent. */
            SENT_SIGNAL,
            /** A full heap. */
            HEAP,
            /** A full metaspace. */
            METASPACE,
            /** Other memory that ran out. */
            OTHER_MEMORY
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.readCrashFile(this);
        }
    }
}

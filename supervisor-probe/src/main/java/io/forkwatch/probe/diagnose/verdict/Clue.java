package io.forkwatch.probe.diagnose.verdict;

import java.util.Locale;

/** A piece of evidence that a diagnosis rests on. */
public enum Clue {
    /** The raw wait status of the zombie. */
    WAIT_STATUS,
    /** The flags of the zombie, which tell a signal from an exit where the wait status is hidden. */
    PROCESS_FLAGS,
    /** {@link Process#exitValue()}, which cannot always tell an exit from a signal. */
    EXIT_VALUE,
    /** A call of destroy in this JVM that explains the end. */
    DESTROY_CALL,
    /** A program that this JVM started sends that signal to it. */
    KILL_PROGRAM,
    /** A call of destroy in this JVM that does not explain the end, or cannot be proved to. */
    OTHER_DESTROY_CALL,
    /** Nobody in this JVM called destroy for it. */
    NO_DESTROY_CALL,
    /** Calls of destroy could not be watched, so there may have been one. */
    DESTROY_UNWATCHED,
    /** The file that a crashing JVM leaves. */
    CRASH_FILE,
    /** It was writing a core dump when it was seen last. */
    CORE_DUMPING,
    /** The JVM exited 128 + n, as one does that gets signal n and runs its shutdown hooks. */
    JVM_EXIT_CODE,
    /** The JVM left the file of its performance data behind, which one that exits in order removes. */
    PERF_DATA_LEFT,
    /** The JVM ran with {@code -XX:+ExitOnOutOfMemoryError}. */
    EXIT_ON_OOME_OPTION,
    /** The JVM ran with {@code -XX:OnOutOfMemoryError} and a kill in it. */
    ON_OOME_OPTION,
    /** Its last collection left the heap nearly full. */
    HEAP_NEARLY_FULL,
    /** What a JVM said on its stderr. */
    STDERR_TAIL,
    /** What a JVM said of itself in its file. */
    LAST_WORDS,
    /** A JVM wrote such a file, and did not note in it that an orderly end had begun. */
    NO_EXIT_NOTE,
    /** A shell said on stderr that a signal ended its command. */
    SHELL_WORDS,
    /** A program that runs another said on stderr how that ended. */
    WRAPPER_WORDS,
    /** A shell that would have said so did not: its command exited 128 + n by itself. */
    SHELL_SILENT,
    /** The file of the program that it was asked to run, looked at after its end. */
    PROGRAM_FILE,
    /** A process that the child ran was gone at the child's end. */
    DESCENDANT_VANISHED,
    /** The time for which a {@code timeout} was asked to wait, against its age. */
    TIME_LIMIT,
    /** The CPU time that it used, against its limit. */
    CPU_TIME_LIMIT,
    /** The kernel's log names the victim: the child, or one that it ran. */
    KERNEL_LOG,
    /** The kernel's log names others for all OOM kills that were counted. */
    KERNEL_LOG_OTHERS,
    /** The OOM kills counted in the child's own cgroup went up. */
    CGROUP_OOM_COUNTER,
    /** The OOM kills counted on the machine went up. */
    MACHINE_OOM_COUNTER,
    /** Since before the child's start nobody on this machine was OOM-killed: so neither was the child. */
    NO_OOM_KILL,
    /** The counter of the cgroup that the child was last seen in did not move; that of the machine did, or is unknown. */
    CGROUP_COUNTER_STILL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in JSON, for example {@code wait_status}. */
    public String label() {
        return label;
    }
}

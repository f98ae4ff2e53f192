package io.forkwatch.probe.diagnose.verdict;

import java.util.List;

/** Linux signals, signal(7), as numbered on x86, ARM, POWER, RISC-V and s390. */
public final class Signals {
    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGILL = 4;
    public static final int SIGTRAP = 5;
    public static final int SIGABRT = 6;
    public static final int SIGBUS = 7;
    public static final int SIGFPE = 8;
    public static final int SIGKILL = 9;
    public static final int SIGSEGV = 11;
    public static final int SIGPIPE = 13;
    public static final int SIGTERM = 15;
    public static final int SIGXCPU = 24;
    public static final int SIGXFSZ = 25;
    public static final int SIGSYS = 31;

    private static final int SIGRTMIN = 34;
    private static final int SIGRTMAX = 64;

    private static final List<String> NAMES = List.of(
            "SIGHUP",
            "SIGINT",
            "SIGQUIT",
            "SIGILL",
            "SIGTRAP",
            "SIGABRT",
            "SIGBUS",
            "SIGFPE",
            "SIGKILL",
            "SIGUSR1",
            "SIGSEGV",
            "SIGUSR2",
            "SIGPIPE",
            "SIGALRM",
            "SIGTERM",
            "SIGSTKFLT",
            "SIGCHLD",
            "SIGCONT",
            "SIGSTOP",
            "SIGTSTP",
            "SIGTTIN",
            "SIGTTOU",
            "SIGURG",
            "SIGXCPU",
            "SIGXFSZ",
            "SIGVTALRM",
            "SIGPROF",
            "SIGWINCH",
            "SIGIO",
            "SIGPWR",
            "SIGSYS");

    private Signals() {}

    /** Its name, for example {@code SIGKILL} or {@code SIGRTMIN+2}; {@code SIG99} for one that has none. */
    public static String name(int signal) {
        if (signal >= 1 && signal <= NAMES.size()) {
            return NAMES.get(signal - 1);
        }
        if (signal < SIGRTMIN || signal > SIGRTMAX) {
            return "SIG" + signal;
        }
        if (signal == SIGRTMAX) {
            return "SIGRTMAX";
        }
        return signal == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + (signal - SIGRTMIN);
    }

    /** True if it is a signal whose default is to end the process; others are ignored, stop it or continue it. */
    static boolean fatal(int signal) {
        return switch (signal) {
            case 17, 18, 19, 20, 21, 22, 23, 28 -> false;
            default -> signal >= 1 && signal <= SIGRTMAX;
        };
    }

    /** True if its default is to end the process with a core dump: nearly always its own doing, not a request. */
    public static boolean dumpsCore(int signal) {
        return switch (signal) {
            case SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGXCPU, SIGXFSZ, SIGSYS -> true;
            default -> false;
        };
    }

    /** True if it is what the kernel sends for a fault of the program itself, or {@code abort()}. */
    public static boolean isFault(int signal) {
        return switch (signal) {
            case SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS -> true;
            default -> false;
        };
    }

    /** True if a JVM that gets it runs its shutdown hooks and exits 128 + n by itself. */
    public static boolean asksToStop(int signal) {
        return signal == SIGHUP || signal == SIGINT || signal == SIGTERM;
    }

    /** True if the kernel sends it to a process that writes into a pipe which nobody reads. */
    public static boolean brokenPipe(int signal) {
        return signal == SIGPIPE;
    }
}

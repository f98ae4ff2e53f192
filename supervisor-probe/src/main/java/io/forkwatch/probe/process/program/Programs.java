package io.forkwatch.probe.process.program;

import java.util.Set;

/** What a program is, by the last part of its path. The one list for names, verdicts and redaction. */
public final class Programs {
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "zsh", "ksh", "ash", "mksh", "rbash", "fish", "pdksh", "yash");
    private static final Set<String> MULTI_CALL = Set.of("busybox", "toybox");

    private Programs() {}

    /** True for a shell: it takes {@code -c SCRIPT} and passes on how its last command ended. */
    public static boolean isShell(String path) {
        return SHELLS.contains(basename(path));
    }

    /** True for a program that is many, a shell among them: its first argument is the one that is meant. */
    public static boolean isMultiCall(String path) {
        return MULTI_CALL.contains(basename(path));
    }

    /** True for the launcher of a JVM. */
    public static boolean isJava(String path) {
        return basename(path).equals("java");
    }

    /** The last part of its path. */
    public static String basename(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

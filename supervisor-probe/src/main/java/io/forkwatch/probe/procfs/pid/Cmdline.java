package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /proc/<pid>/cmdline}, proc_pid_cmdline(5): the arguments, each ended by a NUL. Empty for a zombie and for a
 * kernel thread. It may carry secrets.
 *
 * <pre>
 * java\0-Xmx64m\0-Dstory=nap\0Nap\0
 * postgres: checkpointer\0\0\0\0\0
 * </pre>
 */
public final class Cmdline {
    private Cmdline() {}

    /**
     * Splits the file's text at its NULs; an unmodifiable list. The last NUL may be missing. Some programs write a title
     * over their arguments (setproctitle): one text with spaces, and maybe NULs to the end of the old arguments. That
     * text is one argument here, and the NULs behind it are none.
     */
    public static List<String> parse(ByteSpan text) {
        if (text.length() == 0) {
            return List.of();
        }
        int end = endOfArguments(text);
        List<String> arguments = new ArrayList<>();
        int from = 0;
        for (int nul = text.indexOf('\0', from); nul >= 0 && nul < end; nul = text.indexOf('\0', from)) {
            arguments.add(argument(text, from, nul));
            from = nul + 1;
        }
        arguments.add(argument(text, from, end));
        return List.copyOf(arguments);
    }

    /** Where the last argument ends: before the last NUL, or after the title if only NULs follow it. */
    private static int endOfArguments(ByteSpan text) {
        int first = text.indexOf('\0', 0);
        int lastByte = text.length() - 1;
        if (first < 0 || text.array()[lastByte] != 0) {
            return text.length();
        }
        return onlyNulsFrom(text, first) ? first : lastByte;
    }

    private static boolean onlyNulsFrom(ByteSpan text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (text.array()[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private static String argument(ByteSpan text, int from, int to) {
        return new String(text.array(), from, to - from, StandardCharsets.UTF_8);
    }
}

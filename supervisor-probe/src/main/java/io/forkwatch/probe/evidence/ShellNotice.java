package io.forkwatch.probe.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a shell says on stderr of a command that a signal ended. dash and busybox write {@code Killed}, bash 5 {@code bash:
 * line 1: 29856 Killed                  /usr/bin/tool}, both with the words of strsignal(3). They are silent at SIGINT and
 * SIGPIPE.
 *
 * @param signal what ended the command
 * @param pid the command; absent where the shell does not say it
 * @param command the command as the shell has it; empty where it does not say it
 * @param line the line itself, at most 200 characters
 */
public record ShellNotice(int signal, OptionalLong pid, String command, String line) {
    private static final int MOST_CHARACTERS = 200;

    private static final String CORE_DUMPED = "(core dumped)";

    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("Hangup", 1),
            Map.entry("Quit", 3),
            Map.entry("Illegal instruction", 4),
            Map.entry("Trace/breakpoint trap", 5),
            Map.entry("Aborted", 6),
            Map.entry("Bus error", 7),
            Map.entry("Floating point exception", 8),
            Map.entry("Killed", 9),
            Map.entry("User defined signal 1", 10),
            Map.entry("Segmentation fault", 11),
            Map.entry("User defined signal 2", 12),
            Map.entry("Alarm clock", 14),
            Map.entry("Terminated", 15),
            Map.entry("CPU time limit exceeded", 24),
            Map.entry("File size limit exceeded", 25),
            Map.entry("Bad system call", 31));

    /** The last line that tells of that signal; empty if none does. */
    public static Optional<ShellNotice> last(List<String> lines, int signal) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<ShellNotice> said = read(lines.get(i)).filter(words -> words.signal() == signal);
            if (said.isPresent()) {
                return said;
            }
        }
        return Optional.empty();
    }

    /** The words of all signals, as a regular expression. */
    static String pattern() {
        return String.join("|", SIGNALS.keySet());
    }

    /** The signal of such a word, in whatever case; 0 if it is none. */
    static int signal(String word) {
        return SIGNALS.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(word))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    /** The signal of a name such as {@code SIGKILL}; 0 if it is none that ends a process by itself. */
    static int number(String name) {
        return switch (name) {
            case "SIGHUP" -> 1;
            case "SIGINT" -> 2;
            case "SIGQUIT" -> 3;
            case "SIGILL" -> 4;
            case "SIGABRT" -> 6;
            case "SIGBUS" -> 7;
            case "SIGFPE" -> 8;
            case "SIGKILL" -> 9;
            case "SIGSEGV" -> 11;
            case "SIGPIPE" -> 13;
            case "SIGTERM" -> 15;
            default -> 0;
        };
    }

    /** True if each shell that is meant here tells of that signal; some leave out SIGTERM. */
    public static boolean alwaysTell(int signal) {
        return signal != 15 && SIGNALS.containsValue(signal);
    }

    private static Optional<ShellNotice> read(String line) {
        String text = line.strip();
        String bare = text.endsWith(CORE_DUMPED)
                ? text.substring(0, text.length() - CORE_DUMPED.length()).strip()
                : text;
        Integer signal = SIGNALS.get(bare);
        return signal != null ? Optional.of(words(signal, OptionalLong.empty(), "", text)) : ofBash(text);
    }

    // "bash: line 1: 29856 Killed                  tool -x" and "     29857 Segmentation fault      (core dumped) | tee
    // log"
    private static Optional<ShellNotice> ofBash(String text) {
        String rest = text.substring(text.lastIndexOf(": ", firstSpacedWord(text)) + 1)
                .strip();
        int space = rest.indexOf(' ');
        if (space <= 0 || !isPid(rest.substring(0, space))) {
            return Optional.empty();
        }
        String said = rest.substring(space + 1).strip();
        for (Map.Entry<String, Integer> each : SIGNALS.entrySet()) {
            if (said.startsWith(each.getKey() + "  ")) {
                OptionalLong pid = OptionalLong.of(Long.parseLong(rest.substring(0, space)));
                return Optional.of(words(
                        each.getValue(),
                        pid,
                        command(said.substring(each.getKey().length())),
                        text));
            }
        }
        return Optional.empty();
    }

    // The word is padded with blanks: a command may have ": " in it, what stands before the word has no two blanks.
    private static int firstSpacedWord(String text) {
        int gap = text.indexOf("  ");
        return gap < 0 ? text.length() : gap;
    }

    private static boolean isPid(String word) {
        return word.length() <= 10 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String command(String rest) {
        String text = rest.strip();
        text = text.startsWith(CORE_DUMPED)
                ? text.substring(CORE_DUMPED.length()).strip()
                : text;
        return text.startsWith("| ") ? text.substring(2).strip() : text;
    }

    private static ShellNotice words(int signal, OptionalLong pid, String command, String line) {
        boolean fits = line.length() <= MOST_CHARACTERS;
        return new ShellNotice(signal, pid, command, fits ? line : line.substring(0, MOST_CHARACTERS));
    }
}

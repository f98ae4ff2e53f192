package io.forkwatch.probe.evidence;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of the file that a crashing HotSpot JVM leaves, usually {@code hs_err_pid<pid>.log}: the lines that start
 * with {@code #}, alike from JDK 8 to 25 (HotSpot, {@code vmError.cpp}). No text in it is longer than 300 characters.
 *
 * @param path where it is
 * @param pid the JVM that wrote it, as that JVM saw itself
 * @param signal the signal that the JVM caught, for example {@code SIGSEGV (0xb)}; absent where it gave up by itself
 * @param frame the problematic frame, for example {@code C  [libfoo.so+0x1a]}
 * @param outOfMemory what ran out if an OutOfMemoryError made the JVM abort, for example {@code Java heap space}
 * @param summary the line that says most
 * @param sender the process that sent the signal; absent where none did, or the text ends before it says so
 */
public record CrashFile(
        Path path,
        long pid,
        Optional<String> signal,
        Optional<String> frame,
        Optional<String> outOfMemory,
        String summary,
        Optional<Sender> sender) {
    private static final int MOST_LINES = 60;
    private static final int MOST_CHARACTERS = 300;
    private static final String FATAL = "A fatal error has been detected by the Java Runtime Environment:";
    private static final String NO_MEMORY =
            "There is insufficient memory for the Java Runtime Environment to continue.";
    private static final String PID = ", pid=";
    private static final String FRAME = "Problematic frame:";
    private static final String OUT_OF_MEMORY = "fatal error: OutOfMemory encountered: ";
    private static final String BY_KILL = "(sent by kill";
    private static final int MOST_DIGITS = 10;
    private static final Pattern SENDER = Pattern.compile(
            "siginfo: .*\\(SI_USER\\), si_pid: (\\d{1," + MOST_DIGITS + "}), si_uid: (\\d{1," + MOST_DIGITS + "})");

    /**
     * Who sent a signal, sigaction(2).
     *
     * @param pid as the JVM saw it; 0 if it is of an outer pid namespace
     * @param uid its real user id
     */
    public record Sender(long pid, long uid) {}

    /** True if the signal came from a process, not from an instruction that failed. */
    public boolean sentByKill() {
        return summary.contains(BY_KILL);
    }

    /**
     * Parses a header.
     *
     * @param path where the text comes from
     * @param text the beginning of the file, possibly cut anywhere
     * @return nothing if this is not the header of a crash file, or if it ends before it says which process it is of
     */
    public static Optional<CrashFile> parse(Path path, String text) {
        List<String> header = text.lines()
                .limit(MOST_LINES)
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> cut(line.substring(1).strip()))
                .filter(line -> !line.isEmpty())
                .toList();
        boolean noMemory = header.contains(NO_MEMORY);
        int what = indexOfPid(header);
        if (what < 0 || !(noMemory || header.contains(FATAL))) {
            return Optional.empty();
        }
        String event = header.get(what);
        long pid = pid(event);
        return pid <= 0
                ? Optional.empty()
                : Optional.of(new CrashFile(
                        path,
                        pid,
                        signal(event),
                        after(FRAME, header),
                        outOfMemory(header),
                        noMemory ? noMemory(header) : summary(header, what),
                        sender(text)));
    }

    private static String cut(String line) {
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS);
    }

    private static int indexOfPid(List<String> header) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).contains(PID)) {
                return i;
            }
        }
        return -1;
    }

    // SIGSEGV (0xb) at pc=0x00007f4158a10f14 (sent by kill), pid=28239, tid=28239
    private static long pid(String event) {
        int begin = event.indexOf(PID) + PID.length();
        int end = begin;
        while (end < event.length() && isDigit(event.charAt(end))) {
            end++;
        }
        // Something always follows: a number at the end of the text may be cut short.
        boolean whole = end > begin && end - begin <= 10 && end < event.length();
        return whole ? Long.parseLong(event.substring(begin, end)) : 0;
    }

    // It stands below the header, among what the JVM tells of the thread that crashed.
    private static Optional<Sender> sender(String text) {
        return text.lines()
                .filter(line -> line.startsWith("siginfo: "))
                .findFirst()
                .map(line -> SENDER.matcher(cut(line.strip())))
                .filter(Matcher::matches)
                .map(found -> new Sender(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Optional<String> signal(String event) {
        int close = event.indexOf(')');
        return event.startsWith("SIG") && event.contains(" (0x") && close > 0
                ? Optional.of(event.substring(0, close + 1))
                : Optional.empty();
    }

    private static Optional<String> after(String title, List<String> header) {
        int at = header.indexOf(title);
        return at >= 0 && at + 1 < header.size() ? Optional.of(header.get(at + 1)) : Optional.empty();
    }

    private static Optional<String> outOfMemory(List<String> header) {
        return header.stream()
                .filter(line -> line.startsWith(OUT_OF_MEMORY) && line.length() > OUT_OF_MEMORY.length())
                .map(line -> line.substring(OUT_OF_MEMORY.length()))
                .findFirst();
    }

    // Which allocation failed stands behind it.
    private static String noMemory(List<String> header) {
        return after(NO_MEMORY, header)
                .filter(detail -> !detail.contains(PID))
                .map(detail -> cut(NO_MEMORY + " " + detail))
                .orElse(NO_MEMORY);
    }

    // A signal says it all; the JVM's own complaint stands in the line below the place where it was raised.
    private static String summary(List<String> header, int what) {
        String event = header.get(what);
        boolean complaint = signal(event).isEmpty()
                && what + 1 < header.size()
                && !header.get(what + 1).startsWith("JRE version:");
        return complaint ? header.get(what + 1) : event.substring(0, event.indexOf(PID));
    }
}

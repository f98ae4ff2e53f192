package io.forkwatch.probe.dump;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A thread dump of HotSpot as text, JDK 8 to 25. What does not look like one has no threads. */
final class DumpText {
    private static final int MOST_BUSY = 3;

    /** A name in a class file may have 64 KiB. */
    private static final int LONGEST = 300;

    private static final Pattern CPU = Pattern.compile(" cpu=([0-9]{1,15})(?:\\.([0-9]{2}))?[0-9]*ms ");
    private static final String STATE = "java.lang.Thread.State: ";
    private static final String DEADLOCK = "Java-level deadlock";

    /** What every JVM has, and nobody asks about. */
    private static final List<String> PLUMBING = List.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Attach Listener",
            "Common-Cleaner",
            "Notification Thread",
            "Service Thread",
            "Monitor Deflation Thread",
            "JFR Recorder Thread",
            "JFR Periodic Tasks",
            "DestroyJavaVM");

    private DumpText() {}

    /** A thread with a stack. */
    private record Dumped(String name, String state, long cpu, String frame) {
        boolean runs() {
            return state.startsWith("RUNNABLE");
        }

        String said() {
            String text = '"' + name + "\" " + state + ": " + frame;
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        }
    }

    /** True if the JVM has found one itself. */
    static boolean hasDeadlock(String dump) {
        return dump.contains(DEADLOCK);
    }

    /** Who runs first, then who has used most CPU time: name, state, and the innermost frame that is not the JDK's, if any. */
    static List<String> busiest(String dump) {
        List<Dumped> threads = new ArrayList<>();
        String[] lines = dump.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("\"")) {
                read(lines, i, threads);
            }
        }
        return threads.stream()
                .sorted(Comparator.comparing(Dumped::runs)
                        .reversed()
                        .thenComparing(Dumped::cpu, Comparator.reverseOrder()))
                .limit(MOST_BUSY)
                .map(Dumped::said)
                .toList();
    }

    private static void read(String[] lines, int head, List<Dumped> threads) {
        String name = lines[head].substring(1, Math.max(1, lines[head].lastIndexOf('"')));
        String state = "";
        String frame = "";
        for (int i = head + 1; i < lines.length && !lines[i].isBlank(); i++) {
            String line = lines[i].strip();
            if (line.startsWith(STATE)) {
                state = line.substring(STATE.length());
            } else if (line.startsWith("at ") && (frame.isEmpty() || (isJdk(frame) && !isJdk(line.substring(3))))) {
                frame = line.substring(3);
            }
        }
        if (!frame.isEmpty() && !state.isEmpty() && !PLUMBING.contains(name) && !name.startsWith("forkwatch-")) {
            threads.add(new Dumped(name, firstWord(state), cpu(lines[head]), frame));
        }
    }

    private static String firstWord(String state) {
        int end = state.indexOf(' ');
        return end < 0 ? state : state.substring(0, end);
    }

    // "java.lang.Thread.sleep(java.base@17.0.15/Native Method)".
    private static boolean isJdk(String frame) {
        return frame.startsWith("java.") || frame.startsWith("jdk.") || frame.startsWith("sun.");
    }

    // In hundredths of milliseconds; 0 before JDK 11, which does not say it.
    private static long cpu(String head) {
        Matcher found = CPU.matcher(head);
        if (!found.find()) {
            return 0;
        }
        String hundredths = found.group(2);
        return Long.parseLong(found.group(1)) * 100 + (hundredths == null ? 0 : Long.parseLong(hundredths));
    }
}

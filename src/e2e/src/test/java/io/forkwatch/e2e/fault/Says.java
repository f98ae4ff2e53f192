package io.forkwatch.e2e.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What Forkwatch says in a row: its lines, without the details below them.
 *
 * @param once patterns of which each stands in one line and each line has one
 * @param perhaps patterns of further lines, any number of them
 */
record Says(List<String> once, List<String> perhaps) {
    private static final String WITHOUT_PORT = "\\S+ watches the children of pid \\d+";
    private static final String START =
            "\\S+ watches the children of pid \\d+, metrics at http://127\\.0\\.0\\.1:\\d+/metrics";
    private static final List<String> OF_EACH_CHILD = List.of(
            died("exit 3 \\(certain\\)"),
            died("killed by signal 9 \\(SIGKILL\\).*"),
            "child not started: no-such-program: .*",
            died("exit 5 \\(certain\\)"));

    /** The start line and all the ends of a plain host: nothing is wrong. */
    static Says all() {
        return of(OF_EACH_CHILD).and(START);
    }

    /** All the ends of a plain host, a start line without a port, and why there is none. */
    static Says allButThePort(String why) {
        return of(OF_EACH_CHILD).and(WITHOUT_PORT, "no metrics port.*" + why + ".*");
    }

    /** As much of a plain host as there was time for, if anything. */
    static Says someOfAll() {
        List<String> some = new ArrayList<>(OF_EACH_CHILD);
        some.add(START);
        some.add(WITHOUT_PORT);
        some.add("\\S+ could not be started; this JVM ended before more could be said");
        some.add("(a child|\\S+) pid \\d+ ended with exit value \\d+; this JVM ended before more could be said");
        return new Says(List.of(), some);
    }

    /** The start line and these ends, each as the text behind the age. */
    static Says ends(String... patterns) {
        List<String> all = new ArrayList<>(List.of(START));
        for (String pattern : patterns) {
            all.add(died(pattern));
        }
        return of(all);
    }

    /** Nothing, or nothing that anybody could read. */
    static Says nothing() {
        return of(List.of());
    }

    /** One line: it is off. */
    static Says off(String why) {
        return of(List.of("is off.*" + why + ".*"));
    }

    private static Says of(List<String> once) {
        return new Says(once, List.of());
    }

    /** The pattern of the line of a child's end. */
    static String died(String how) {
        return "child died: \\S+ pid \\d+ after <?\\d{1,3}(\\.\\d+)? (ms|s): " + how;
    }

    /** With these lines as well. */
    Says and(String... more) {
        List<String> all = new ArrayList<>(once);
        all.addAll(List.of(more));
        return new Says(all, perhaps);
    }

    /** Where these lines may be there, too. */
    Says perhaps(String... more) {
        List<String> all = new ArrayList<>(perhaps);
        all.addAll(List.of(more));
        return new Says(once, all);
    }

    /** What is wrong with these lines: lines that nothing allows, and patterns that have none. Empty if they are right. */
    List<String> faultsOf(List<String> lines) {
        List<String> left = new ArrayList<>(lines);
        List<String> faults = new ArrayList<>();
        for (String pattern : once) {
            if (!removeFirst(left, pattern)) {
                faults.add("missing: " + pattern);
            }
        }
        left.removeIf(line -> perhaps.stream().anyMatch(pattern -> matches(line, pattern)));
        left.forEach(line -> faults.add("too many: " + line));
        return faults;
    }

    private static boolean removeFirst(List<String> lines, String pattern) {
        for (String line : lines) {
            if (matches(line, pattern)) {
                lines.remove(line);
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String line, String pattern) {
        return line.matches("\\[forkwatch] " + pattern);
    }
}

package io.forkwatch.probe.report.record;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The lines of a stderr that a summary has room for. Runtimes often say first what happened, and then dump stacks and registers: so the
 * first line that tells a fault is shown before the last ones.
 */
final class TailLines {
    private static final int MOST_LINES = 5;
    private static final String GAP = "...";

    /** Node.js and V8; Go, gcc and others; Go and Rust; Ruby; most others; Go after a signal; a JVM. */
    private static final Pattern TELLING =
            Pattern.compile("FATAL ERROR|[Ff]atal error: |\\bpanic(?:: |ked at )|\\[BUG\\]|Error: |^SIG[A-Z0-9]+: "
                    + "|Exception in thread \"|terminate called |memory allocation of |Heap exhausted");

    private TailLines() {}

    /** At most five, and one that stands for those left out. */
    static List<String> of(List<String> lines) {
        int rest = Math.max(0, lines.size() - MOST_LINES);
        for (int i = 0; i < rest; i++) {
            if (TELLING.matcher(lines.get(i)).find()) {
                return with(lines, i);
            }
        }
        return lines.subList(rest, lines.size());
    }

    // Nothing is left out where the telling line stands right before the others.
    private static List<String> with(List<String> lines, int telling) {
        int rest = lines.size() - MOST_LINES + 1;
        List<String> shown = new ArrayList<>();
        shown.add(lines.get(telling));
        if (telling + 1 < rest) {
            shown.add(GAP);
        }
        shown.addAll(lines.subList(rest, lines.size()));
        return shown;
    }
}

package io.forkwatch.probe.options;

import java.util.ArrayList;
import java.util.List;

/**
 * What has changed of the options while this JVM runs.
 *
 * @param held keys of what may change, and holds from now on
 * @param later keys of what holds after the next start of this JVM
 */
public record OptionChange(List<String> held, List<String> later) {
    public OptionChange {
        held = List.copyOf(held);
        later = List.copyOf(later);
    }

    /** From one to the other. */
    public static OptionChange between(ProbeOptions before, ProbeOptions now) {
        List<String> held = new ArrayList<>();
        List<String> later = new ArrayList<>();
        for (String key : before.changesTo(now)) {
            (mayChange(key, now) ? held : later).add(key);
        }
        return new OptionChange(held, later);
    }

    // What was shut from the start must not be opened by who may write a file.
    private static boolean mayChange(String key, ProbeOptions now) {
        return key.startsWith("limit.")
                || key.startsWith("sweep.")
                || key.startsWith("idle.")
                || key.startsWith("hang.")
                || key.equals(Option.MEMORY_WARN.key())
                || (key.equals(Option.DEBUG.key()) && !now.debug());
    }

    /** True if nothing has. */
    public boolean isEmpty() {
        return held.isEmpty() && later.isEmpty();
    }

    /** It, as a line without prefix; not for none. */
    public String line() {
        StringBuilder line = new StringBuilder("options read again: ");
        if (!held.isEmpty()) {
            line.append(String.join(", ", held)).append(held.size() > 1 ? " hold from now on" : " holds from now on");
        }
        if (!later.isEmpty()) {
            line.append(held.isEmpty() ? "" : "; ")
                    .append(String.join(", ", later))
                    .append(later.size() > 1 ? " hold" : " holds")
                    .append(" after the next start of this JVM");
        }
        return line.toString();
    }
}

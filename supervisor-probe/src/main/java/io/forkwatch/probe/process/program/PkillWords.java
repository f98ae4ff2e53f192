package io.forkwatch.probe.process.program;

import io.forkwatch.probe.process.program.KillCommand.Standing;
import io.forkwatch.probe.process.program.KillCommand.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of pkill(1) of procps: whoever it ends must fit all that they ask for. */
final class PkillWords {
    private static final Set<String> PARENTS = Set.of("-P", "--parent");
    private static final Set<String> GROUPS = Set.of("-g", "--pgroup");

    /** They ask for what is not known of a child here, and take a value. */
    private static final Set<String> OTHERS_WITH_VALUE = Set.of(
            "-s", "--session", "-u", "--euid", "-U", "--uid", "-G", "--group", "-t", "--terminal", "-F", "--pidfile");

    private static final Set<String> OTHERS = Set.of("-n", "--newest", "-o", "--oldest", "-v", "--inverse");
    private static final Set<String> HARMLESS =
            Set.of("-x", "--exact", "-e", "--echo", "-i", "--ignore-case", "-c", "--count");

    private final List<String> words;
    private final List<Target> exact = new ArrayList<>();
    private final List<Target> open = new ArrayList<>();
    private int signal = KillWords.SIGTERM;
    private boolean whole;
    private boolean other;

    /** All its words, its name first. */
    PkillWords(List<String> words) {
        this.words = words;
    }

    /** What it sends, and to whom. */
    List<KillCommand> read(Standing standing) {
        for (int at = 1; at < words.size(); at++) {
            String value = at + 1 < words.size() ? words.get(at + 1) : "";
            at += take(words.get(at), value) ? 1 : 0;
        }
        boolean plain = open.isEmpty() && !other && !exact.isEmpty();
        List<Target> searched = open.isEmpty() ? List.of(KillWords.UNKNOWN_TARGET) : open;
        return KillWords.command(signal, plain ? exact : searched, standing);
    }

    /** Takes a word; true if the next one is its value. */
    private boolean take(String word, String value) {
        if (PARENTS.contains(word) || GROUPS.contains(word)) {
            for (String number : value.split(",", -1)) {
                exact.add(KillWords.ofText(PARENTS.contains(word) ? Target.Kind.PARENT : Target.Kind.GROUP, number));
            }
            return true;
        }
        if (word.equals("--signal")) {
            signal = KillWords.number(value);
            return true;
        }
        other |= OTHERS.contains(word) || OTHERS_WITH_VALUE.contains(word);
        if (!OTHERS.contains(word) && !OTHERS_WITH_VALUE.contains(word) && !HARMLESS.contains(word)) {
            takePlain(word);
        }
        return OTHERS_WITH_VALUE.contains(word);
    }

    private void takePlain(String word) {
        if (word.equals("-f") || word.equals("--full")) {
            whole = true;
        } else if (!word.startsWith("-")) {
            open.add(KillWords.ofText(whole ? Target.Kind.COMMAND : Target.Kind.NAME, word));
        } else if (word.startsWith("--signal=")) {
            signal = KillWords.number(word.substring("--signal=".length()));
        } else if (word.equals("-0") || KillWords.number(word.substring(1)) > 0) {
            signal = KillWords.number(word.substring(1));
        } else {
            other = true;
            whole |= word.indexOf('f') > 0;
        }
    }
}

package io.forkwatch.probe.process.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a command word by word and knows which of them hold a secret, because a program among those before is in the
 * table. Wrappers need not be known: whatever starts a program, its name stands before its options.
 */
final class ArgumentReader {
    /** Nothing in the table is longer, and neither is what stands before a secret in its word. */
    static final int LONGEST_WORD = 1024;

    private static final int NO_SECRET = -1;

    /** A rule of a program that was named. */
    private static final class Running {
        private final SecretRule rule;
        private int seen;
        private int operands;

        Running(SecretRule rule) {
            this.rule = rule;
        }

        boolean isReady() {
            return seen == rule.allBits();
        }
    }

    private final SecretTable table;
    private final List<Running> running = new ArrayList<>();
    private final List<SecretPlace> announced = new ArrayList<>();
    private String previous = "";
    private boolean toHost;

    ArgumentReader(SecretTable table) {
        this.table = table;
        for (SecretRule rule : table.always()) {
            running.add(new Running(rule));
        }
    }

    /** Where the secret begins in the next word, or -1 if there is none. */
    int next(String word) {
        toHost = false;
        int from = word.isEmpty() ? NO_SECRET : valueIn(word);
        if (from < 0 && !word.isEmpty()) {
            from = ownIn(word);
            start(word);
        }
        previous = word;
        return from;
    }

    /** True if the secret last found ends at the last {@code @} of its word. */
    boolean endsAtHost() {
        return toHost;
    }

    /** How many rules are in force. */
    int mark() {
        return running.size();
    }

    /** A command ends, and with it the programs named since the mark. */
    void endCommand(int mark) {
        announced.clear();
        while (running.size() > mark) {
            running.remove(running.size() - 1);
        }
    }

    private int valueIn(String word) {
        int from = NO_SECRET;
        for (SecretPlace place : announced) {
            from = earlier(from, place.after(word, 0), place);
        }
        announced.clear();
        return from;
    }

    private int ownIn(String word) {
        int from = NO_SECRET;
        boolean option = word.length() > 1 && word.charAt(0) == '-';
        for (Running each : running) {
            if (!each.isReady()) {
                each.seen |= each.rule.bitsOf(word);
                continue;
            }
            each.operands += option ? 0 : 1;
            for (SecretPlace place : each.rule.places()) {
                from = earlier(from, place.in(word, option ? 0 : each.operands), place);
                if (place.announcedBy(word, each.rule.clusters(place))) {
                    announced.add(place);
                }
            }
        }
        return from;
    }

    private int earlier(int from, int other, SecretPlace place) {
        if (other < 0 || (from >= 0 && from <= other)) {
            return from;
        }
        toHost = place.toHost();
        return other;
    }

    /** A name given by {@code --name mysql} is none of a program. */
    private void start(String word) {
        if (word.length() > LONGEST_WORD || previous.equals("--name")) {
            return;
        }
        String name = programIn(word);
        for (SecretRule rule : table.rules(name).isEmpty() ? table.rules(unversioned(name)) : table.rules(name)) {
            if (!isRunning(rule)) {
                running.add(new Running(rule));
            }
        }
    }

    private boolean isRunning(SecretRule rule) {
        for (Running each : running) {
            if (each.rule.equals(rule)) {
                return true;
            }
        }
        return false;
    }

    /** {@code /usr/bin/mysql}, {@code MYSQL.EXE}, and {@code [mysql,} as Java prints it. */
    private static String programIn(String word) {
        int start = Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1;
        int end = word.length();
        while (start < end && "[({'\"$".indexOf(word.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && ",:;)]}'\"".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        String name = word.substring(start, end).toLowerCase(Locale.ROOT);
        boolean windows = name.endsWith(".exe") || name.endsWith(".cmd") || name.endsWith(".bat");
        return windows ? name.substring(0, name.length() - 4) : name;
    }

    /** {@code psql-15} and {@code mongo4.4}. */
    private static String unversioned(String name) {
        int end = name.length();
        while (end > 0 && "0123456789.-".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(0, end);
    }
}

package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The roles that are known without a user's rule: what launchers of the JVM world start.
 *
 * @param rules the first that fits gives the kind
 */
record BuiltInKinds(List<Rule> rules) {
    /** What a rule is matched with, as {@code kinds.txt} explains it. */
    enum Where {
        CLASS,
        JAR,
        PROGRAM,
        ARGUMENT;

        private static Where of(TextTable.Row row) {
            String word = row.word(1);
            for (Where where : values()) {
                if (where.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return where;
                }
            }
            row.check(false, "class, jar, program or argument");
            throw new AssertionError(word);
        }

        private boolean holds(Glob glob, ResolvedCommand target, String file) {
            return switch (this) {
                case CLASS -> target.form() == ResolvedCommand.Form.MAIN_CLASS && glob.matches(target.name());
                case JAR -> target.form() == ResolvedCommand.Form.JAR && glob.matches(file);
                case PROGRAM -> target.form() == ResolvedCommand.Form.FILE && glob.matches(file);
                case ARGUMENT -> glob.matchesAny(target.arguments());
            };
        }
    }

    /** A text in which {@code *} stands for any characters. */
    record Glob(List<String> parts) {
        static Glob of(String text) {
            return new Glob(List.of(text.split("\\*", -1)));
        }

        boolean matches(String candidate) {
            if (parts.size() == 1) {
                return candidate.equals(parts.get(0));
            }
            String last = parts.get(parts.size() - 1);
            int end = candidate.length() - last.length();
            int at = parts.get(0).length();
            if (end < at || !candidate.startsWith(parts.get(0)) || !candidate.endsWith(last)) {
                return false;
            }
            for (String part : parts.subList(1, parts.size() - 1)) {
                int found = candidate.indexOf(part, at);
                if (found < 0 || found + part.length() > end) {
                    return false;
                }
                at = found + part.length();
            }
            return true;
        }

        boolean matchesAny(List<String> candidates) {
            for (String candidate : candidates) {
                if (matches(candidate)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * A row of the table.
     *
     * @param globs one of them must fit, at least one
     */
    record Rule(Kind kind, Where where, List<Glob> globs) {
        boolean holds(ResolvedCommand target, String file) {
            for (Glob glob : globs) {
                if (where.holds(glob, target, file)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final BuiltInKinds SHIPPED = parse(TextTable.shipped(BuiltInKinds.class, "kinds.txt"));

    BuiltInKinds {
        rules = List.copyOf(rules);
    }

    /** The kind of a child by the table that is shipped, which is read at the first of them. */
    static Optional<Kind> of(ResolvedCommand target) {
        return SHIPPED.kindOf(target);
    }

    /**
     * A table of rules, as {@code kinds.txt} explains it.
     *
     * @throws IllegalArgumentException if the text is no such table
     */
    static BuiltInKinds parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            List<Glob> globs = new ArrayList<>();
            for (String pattern : row.words(2)) {
                globs.add(Glob.of(pattern));
            }
            row.check(!globs.isEmpty(), "a pattern");
            rules.add(new Rule(new Kind(row.word(0)), Where.of(row), globs));
        }
        return new BuiltInKinds(rules);
    }

    /** The kind of the first rule that holds. */
    Optional<Kind> kindOf(ResolvedCommand target) {
        String file = fileOf(target);
        for (Rule rule : rules) {
            if (rule.holds(target, file)) {
                return Optional.of(rule.kind());
            }
        }
        return Optional.empty();
    }

    /** What rules on files are held against: a program without its version, a jar as it is. */
    private static String fileOf(ResolvedCommand target) {
        return switch (target.form()) {
            case FILE -> PlainNames.program(target.name());
            case JAR -> ResolvedCommand.basename(target.name());
            case MAIN_CLASS, MODULE -> "";
        };
    }
}

package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what kind of child a command starts: first a user's rule, then a built-in one, then the main class or jar of a
 * java command, then the name of the program. Shells and other wrappers are seen through. Digits, versions and
 * random parts never become part of a kind, so that ten thousand commands give a few kinds.
 */
public final class KindNamer {
    /** A command of which nothing usable is known. */
    static final Kind UNKNOWN = new Kind("unknown");

    /** User rules search this far, in characters. */
    private static final int LONGEST_LINE = 65_536;

    /** Commands with more arguments are not kept: they are seldom the same again. */
    private static final int LONGEST_KEPT = 32;

    /** Nor are those that take more bytes. */
    private static final int LARGEST_KEPT_BYTES = 8 << 10;

    private static final int MOST_KEPT = 32;

    private final List<KindRule> rules;

    /** Launchers start the same few commands over and over. */
    @SuppressWarnings("serial")
    private final Map<CommandLine, Kind> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CommandLine, Kind> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /**
     * A namer.
     *
     * @param rules the user's rules, the first hit wins; they go before the built-in ones
     */
    public KindNamer(List<KindRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * The kind of a child. Never throws, whatever the command holds.
     *
     * @param command what was asked to run; may be empty
     * @return a kind of at most 40 characters; {@code unknown} where nothing can be said
     */
    public Kind nameOf(CommandLine command) {
        if (command.arguments().isEmpty()) {
            return UNKNOWN;
        }
        Kind known = recent.get(command);
        if (known != null) {
            return known;
        }
        Kind kind = byRule(command).orElseGet(() -> byProgram(command.arguments()));
        if (command.arguments().size() <= LONGEST_KEPT && command.bytes() <= LARGEST_KEPT_BYTES) {
            recent.put(command, kind);
        }
        return kind;
    }

    private Optional<Kind> byRule(CommandLine command) {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        String joined = command.joined();
        String line = joined.substring(0, Math.min(joined.length(), LONGEST_LINE));
        return rules.stream()
                .filter(rule -> BoundedRegexSearch.finds(rule.pattern(), line))
                .map(KindRule::kind)
                .findFirst();
    }

    private static Kind byProgram(List<String> arguments) {
        ResolvedCommand target = ResolvedCommand.of(Wrappers.lookThrough(arguments));
        return BuiltInKinds.of(target).orElseGet(() -> PlainNames.kindOf(target).orElse(UNKNOWN));
    }
}

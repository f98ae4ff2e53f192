package io.forkwatch.probe.options;

import io.forkwatch.probe.intercept.DumpBeforeKill;
import io.forkwatch.probe.sweep.SweepOptions;
import io.forkwatch.probe.sweep.SweepRoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options that few set: this class is loaded where one of them is set, and the start of others does not pay for them. */
final class SeldomOption {
    /** Where left-over directories are sought. */
    static final Option<List<SweepRoot>> SWEEP_ROOTS = new Option<>(
            "sweep.roots",
            "none",
            "none, or directories with ; between; of /, /home, /tmp and the like: /tmp/build-*",
            "directories just below them that nobody uses, and nobody has changed, are told",
            new SweepRoots());

    /** Whether these are removed. */
    static final Option<Boolean> SWEEP_MODE = new Option<>(
            "sweep.mode",
            "report",
            "report or delete",
            "delete: they are removed as well, at most 10 an hour",
            Choice.either("delete", "report"));

    /** Milliseconds for which nothing in them has changed. */
    static final Option<Long> SWEEP_AGE = new Option<>(
            "sweep.age",
            "24h",
            "1h to 87600h",
            "how long nothing in such a directory has been changed",
            Quantity.time(SweepOptions.MIN_AGE_MILLIS, SweepOptions.MAX_AGE_MILLIS));

    /** Milliseconds that a child may do nothing; 0 = for ever. */
    static final Option<Long> IDLE_TTL = new Option<>(
            "idle.ttl",
            "off",
            "off, or 10s to 168h",
            "a child that does nothing for so long, with all it has started, is flagged as idle",
            Quantity.time(10_000, 168 * 3_600_000).thatMayBeOff());

    /** Milliseconds without progress after which it is asked why; 0 = never. */
    static final Option<Long> HANG_AFTER = new Option<>(
            "hang.after",
            "60s",
            "off, or 5s to 168h",
            "a child that makes no progress for so long is asked what for: who is blocked is told",
            Quantity.time(5_000, 168 * 3_600_000).thatMayBeOff());

    /** Whether children that are JVMs get this agent. */
    static final Option<Boolean> LEND = new Option<>(
            "lend",
            "off",
            "off or java",
            "java: children whose command is java get this agent as well, in the role of a child",
            Choice.either("java", "off"));

    /** Whether those that get it record themselves. */
    static final Option<Boolean> BLACKBOX = new Option<>(
            "blackbox",
            "off",
            "off or jfr",
            "jfr: children that lend=java is for record themselves, for their exit summary",
            Choice.either("jfr", "off"));

    /** Whether a JVM is looked into before this one ends it. */
    static final Option<DumpBeforeKill> DUMP_BEFORE_KILL = new Option<>(
            "dump.before.kill",
            "off",
            "off, true or wait",
            "true: a JVM that is to be destroyed writes its threads to a file; wait: always in time",
            new Choice<>(
                    List.of("off", "false", "true", "wait"),
                    List.of(DumpBeforeKill.OFF, DumpBeforeKill.OFF, DumpBeforeKill.TRUE, DumpBeforeKill.WAIT),
                    Optional.of("true")));

    /** Whether a JVM is looked into that waits inside itself. */
    static final Option<Boolean> DUMP_ON_HANG = new Option<>(
            "dump.on.hang",
            "false",
            "true or false",
            "true: so does a JVM, once, that is blocked inside itself",
            Choice.flag());

    /** Milliseconds from the start to the first run. */
    static final Option<Long> TEST_SWEEP_AFTER = new Option<>(
            "test.sweep.after", "90s", "1s to 1h", "when the first run is", Quantity.time(1_000, 3_600_000));

    /** In the order of the table. */
    static final List<Option<?>> SELDOM = List.of(
            SWEEP_ROOTS,
            SWEEP_MODE,
            SWEEP_AGE,
            IDLE_TTL,
            HANG_AFTER,
            LEND,
            BLACKBOX,
            DUMP_BEFORE_KILL,
            DUMP_ON_HANG,
            TEST_SWEEP_AFTER);

    private SeldomOption() {}

    /** All options there are, in the order of the table: those with a name of the user's in the key come last. */
    static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(Option.ALL);
        all.addAll(all.indexOf(Option.EXPECT), SELDOM);
        return all;
    }

    /** The one with that key; empty if it is none of these. */
    static Optional<Option<?>> ofKey(String key) {
        for (Option<?> option : SELDOM) {
            if (option.key().equals(key)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /**
     * What is to be swept, by settings that are checked.
     *
     * @param texts all settings by key
     */
    static Optional<SweepOptions> sweep(Map<String, String> texts) {
        List<SweepRoot> roots = value(SWEEP_ROOTS, texts);
        return roots.isEmpty()
                ? Optional.empty()
                : Optional.of(new SweepOptions(
                        roots,
                        value(SWEEP_MODE, texts),
                        Duration.ofMillis(value(SWEEP_AGE, texts)),
                        Duration.ofMillis(value(TEST_SWEEP_AFTER, texts))));
    }

    /** How long a child may do nothing; zero where that does not matter. */
    static Duration idleTtl(Map<String, String> texts) {
        return Duration.ofMillis(value(IDLE_TTL, texts));
    }

    /** How long a child makes no progress before it is asked why; zero where it never is. */
    static Duration hangAfter(Map<String, String> texts) {
        return Duration.ofMillis(value(HANG_AFTER, texts));
    }

    static <T> T value(Option<T> option, Map<String, String> texts) {
        return option.value(texts.getOrDefault(option.key(), option.defaultText()));
    }
}

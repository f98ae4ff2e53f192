package io.forkwatch.probe.options;

import java.util.List;
import java.util.Optional;

/** Everything a user can set: the one source for parsing, for the usage text and for the README's table. */
enum Option {
    ENABLED("enabled", "true", OptionValues.TRUE_OR_FALSE, "false: Forkwatch says that it is off and does nothing"),
    INTERVAL("interval", "1s", "100ms to 1h", "how often each child is looked at"),
    CADENCE(
            "cadence",
            "adaptive",
            "adaptive or fixed",
            "adaptive: memory that is about to run out is looked at more often, up to every 3 ms"),
    HOST("host", "127.0.0.1", "an address or a host name", "where the port listens; 0.0.0.0 opens it to the network"),
    PORT(
            "port",
            "9797",
            "0 to 65535, or a range like 9797-9816",
            "the metrics port; 0 takes any free one, a range its first free one"),
    LOG("log", "stderr", "stderr or a file", "where exit summaries and notices go; a file is appended to"),
    LOG_FORMAT("log.format", "text", "text or json", "lines for people, or one JSON object a line"),
    SUMMARY("summary", "abnormal", "abnormal, all or none", "which ends of children are logged"),
    LOCALE("locale", "en", "en or fr", "language of the lines for people; JSON stays as it is"),
    EXITS_KEEP(
            "exits.keep",
            "200",
            "0 to 10000",
            "how many of the last abnormal ends a page will show; until there is one, none is kept"),
    EXITS_FILE("exits.file", "", "a file", "where abnormal ends are appended as JSON lines, whatever the log is"),
    EXITS_SIZE("exits.size", "10m", "64k to 1g", "the most that exits.file holds before it is moved to FILE.1"),
    QUIET("quiet", "false", OptionValues.TRUE_OR_FALSE, "true: no start line"),
    REAPER(
            "reaper",
            "true",
            OptionValues.TRUE_OR_FALSE,
            "false: no hook before a child is reaped; exit values then come from the JDK"),
    NESTED(
            "nested",
            "false",
            OptionValues.TRUE_OR_FALSE,
            "true: supervise below a watched supervisor too, which is otherwise left to that one"),
    PSS(
            "pss",
            "off",
            "off, or 10s to 1h",
            "how often proportional memory is read, which costs a child 5 ms a GiB; trees up to 4 GiB"),
    ORPHAN_AGE(
            "orphan.age",
            "60s",
            OptionValues.ORPHAN_TIMES,
            "a process that outlives its child by so much is logged as an orphan"),
    ORPHAN_COOLDOWN(
            "orphan.cooldown", "30m", OptionValues.ORPHAN_TIMES, "an orphan that lives on is logged again so often"),
    ORPHAN_PATTERNS(
            "orphan.patterns",
            "none",
            "none, or texts of 3 characters and more with ; between them",
            "old processes of this machine with one in the command line are orphans"),
    ORPHAN_PATTERN_AGE(
            "orphan.pattern.age",
            "60m",
            OptionValues.ORPHAN_TIMES,
            "from what age on a process with such a text is one"),
    STDERR_TAIL("stderr.tail", "off", "off, or 1k to 64k", "how much of a child's stderr is kept, to tell why it died"),
    KIND(
            "kind.NAME",
            "",
            "a regex of 1 to 500 characters; NAME is 1 to 40 of a-z 0-9 . _ -",
            "children in whose command line it is found are called NAME; repeatable"),
    TEST_FAULT("test.fault", "none", "none, throw, overflow or memory", "what the hooks do wrong on purpose");

    /** In the order of the table. */
    static final List<Option> ALL = List.of(values());

    private static final String KIND_PREFIX = "kind.";

    private final String key;
    private final String defaultText;
    private final String allowed;
    private final String meaning;

    Option(String key, String defaultText, String allowed, String meaning) {
        this.key = key;
        this.defaultText = defaultText;
        this.allowed = allowed;
        this.meaning = meaning;
    }

    /** The option a key belongs to: an exact match, or any {@code kind.…}. */
    static Optional<Option> ofKey(String key) {
        for (Option option : ALL) {
            if (option != KIND && option.key.equals(key)) {
                return Optional.of(option);
            }
        }
        return key.startsWith(KIND_PREFIX) ? Optional.of(KIND) : Optional.empty();
    }

    /** The NAME in a key {@code kind.NAME}, not yet checked. */
    static String kindName(String key) {
        return key.substring(KIND_PREFIX.length());
    }

    /** As it is written in an agent argument, for example {@code log.format}. */
    String key() {
        return key;
    }

    /** What holds when nobody sets it, as a user would write it; empty where it is then absent. */
    String defaultText() {
        return defaultText;
    }

    /** The values that are accepted, for people. */
    String allowed() {
        return allowed;
    }

    /** What it does, in one line. */
    String meaning() {
        return meaning;
    }

    /** Whether it is for tests only, and so neither in the usage text nor in suggestions. */
    boolean isHidden() {
        return key.startsWith("test.");
    }

    /** Whether it is true or false, so that the key alone means true. */
    boolean isFlag() {
        return allowed.equals(OptionValues.TRUE_OR_FALSE);
    }
}

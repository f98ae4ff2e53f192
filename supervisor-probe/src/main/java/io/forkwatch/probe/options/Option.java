package io.forkwatch.probe.options;

import io.forkwatch.probe.advice.AdviceOptions;
import io.forkwatch.probe.intercept.HookOptions;
import io.forkwatch.probe.intercept.InjectedFault;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.publish.http.PortOptions;
import io.forkwatch.probe.publish.http.PortRange;
import io.forkwatch.probe.report.ExitsOptions;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.sample.SamplingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a user can set: all there is to say about it, for parsing, for the usage text and for the README's table.
 * What it is for is one line in {@link ProbeOptions}.
 *
 * @param key as it is written in an agent argument, for example {@code log.format}
 * @param defaultText what holds when nobody sets it, as a user would write it; empty where it is then absent
 * @param allowed the values that are accepted, for people
 * @param meaning what it does, in one line
 * @param parser from the text of a value to the value
 * @param <T> the value
 */
record Option<T>(String key, String defaultText, String allowed, String meaning, ValueParser<T> parser) {
    private static final String TRUE_OR_FALSE = "true or false";
    private static final String ORPHAN_TIMES = "1s to 168h";
    private static final String KIND_PREFIX = "kind.";
    private static final String EXPECT_PREFIX = "expect.";
    private static final String LIMIT_PREFIX = "limit.";

    /** Whether Forkwatch does anything. */
    static final Option<Boolean> ENABLED = new Option<>(
            "enabled", "true", TRUE_OR_FALSE, "false: Forkwatch says that it is off and does nothing", Choice.flag());

    /** Milliseconds between two samples of a child. */
    static final Option<Long> INTERVAL = new Option<>(
            "interval",
            "1s",
            "100ms to 1h",
            "how often each child is sampled",
            Quantity.time(SamplingOptions.MIN_INTERVAL_MILLIS, SamplingOptions.MAX_INTERVAL_MILLIS));

    /** Whether memory that is about to run out is sampled more often. */
    static final Option<Boolean> CADENCE = new Option<>(
            "cadence",
            "adaptive",
            "adaptive or fixed",
            "adaptive: memory that is about to run out is sampled more often, up to every 3 ms",
            Choice.either("adaptive", "fixed"));

    /** Where the port listens; not resolved. */
    static final Option<String> HOST = new Option<>(
            "host",
            "127.0.0.1",
            "an address or a host name",
            "where the port listens; 0.0.0.0 opens it to the network",
            new Text(PortOptions.MAX_HOST_CHARS, true));

    /** The ports to try. */
    static final Option<PortRange> PORT = new Option<>(
            "port",
            "9797",
            "0 to 65535, or a range like 9797-9816",
            "the metrics port; 0 takes any free one, a range its first free one",
            new Ports());

    /** The file of those who may ask the port; absent where it is not set. */
    static final Option<Optional<Path>> AUTH_USERS = new Option<>(
            "auth.users",
            "",
            "a file",
            "who may ask the port by name and password, as htpasswd -B writes them; may change",
            new FileName(false));

    /** The file of tokens that may ask the port; absent where it is not set. */
    static final Option<Optional<Path>> AUTH_TOKENS = new Option<>(
            "auth.tokens",
            "",
            "a file",
            "bearer tokens that may ask the port, one a line; may change",
            new FileName(false));

    /** Whether the health of Forkwatch is a secret as well. */
    static final Option<Boolean> AUTH_HEALTH = new Option<>(
            "auth.health",
            "true",
            TRUE_OR_FALSE,
            "false: /healthz is answered to everybody, whatever the rest needs",
            Choice.flag());

    /** The file of the port's certificate; absent where it is not set. */
    static final Option<Optional<Path>> TLS_CERT = new Option<>(
            "tls.cert",
            "",
            "a file",
            "the port's certificate and those above it, PEM: then it speaks https; may change",
            new FileName(false));

    /** The file of the certificate's key; absent where it is not set. */
    static final Option<Optional<Path>> TLS_KEY = new Option<>(
            "tls.key", "", "a file", "the certificate's private key, PEM (PKCS#8); may change", new FileName(false));

    /** The file of those who sign the certificates of clients; absent where it is not set. */
    static final Option<Optional<Path>> TLS_CLIENT_CA = new Option<>(
            "tls.client.ca",
            "",
            "a file",
            "a client needs a certificate that is signed by one of these, PEM; may change",
            new FileName(false));

    /** The file of certificate and key together; absent where it is not set. */
    static final Option<Optional<Path>> TLS_KEYSTORE = new Option<>(
            "tls.keystore",
            "",
            "a file",
            "certificate and key as PKCS12 or JKS, in place of tls.cert and tls.key; may change",
            new FileName(false));

    /** The file of the keystore's password; absent where it is not set. */
    static final Option<Optional<Path>> TLS_KEYSTORE_PASSWORD = new Option<>(
            "tls.keystore.password",
            "",
            "a file",
            "the first line opens the keystore; may change",
            new FileName(false));

    /** Whether the port shows what a JVM does inside. */
    static final Option<Boolean> DEBUG = new Option<>(
            "debug",
            "false",
            TRUE_OR_FALSE,
            "true: threads, heap histograms and recordings at /debug, of this JVM and its children",
            Choice.flag());

    /** The log's file; empty for stderr. */
    static final Option<Optional<Path>> LOG = new Option<>(
            "log",
            "stderr",
            "stderr or a file",
            "where exit summaries and notices go; a file is appended to",
            new FileName(true));

    /** How the log is written. */
    static final Option<LogFormat> LOG_FORMAT = new Option<>(
            "log.format",
            "text",
            "text or json",
            "lines for people, or one JSON object a line",
            Choice.of(LogFormat.values()));

    /** Which ends are logged. */
    static final Option<SummaryMode> SUMMARY = new Option<>(
            "summary",
            "abnormal",
            "abnormal, all or none",
            "which ends of children are logged",
            Choice.of(SummaryMode.values()));

    /** The log's language. */
    static final Option<Language> LOCALE = new Option<>(
            "locale",
            "en",
            "en or fr",
            "language of the lines for people; JSON stays as it is",
            Choice.of(Language.values()));

    /** How many abnormal ends are kept. */
    static final Option<Long> EXITS_KEEP = new Option<>(
            "exits.keep",
            "200",
            "0 to 10000",
            "how many of the last abnormal ends are kept for the page, 4 MiB at most; 0 = none",
            Quantity.count(0, ExitsOptions.MAX_KEEP));

    /** The file of abnormal ends; absent where it is not set. */
    static final Option<Optional<Path>> EXITS_FILE = new Option<>(
            "exits.file",
            "",
            "a file",
            "where abnormal ends are appended as JSON lines, whatever the log is",
            new FileName(false));

    /** The most that this file holds, in bytes. */
    static final Option<Long> EXITS_SIZE = new Option<>(
            "exits.size",
            "10m",
            "64k to 1g",
            "the most that exits.file holds before it is moved to FILE.1",
            Quantity.size(ExitsOptions.MIN_SIZE_BYTES, ExitsOptions.MAX_SIZE_BYTES));

    /** Whether there is no start line. */
    static final Option<Boolean> QUIET =
            new Option<>("quiet", "false", TRUE_OR_FALSE, "true: no start line", Choice.flag());

    /** Whether there is a hook before a child is reaped. */
    static final Option<Boolean> REAPER = new Option<>(
            "reaper",
            "true",
            TRUE_OR_FALSE,
            "false: no hook before a child is reaped; exit values then come from the JDK",
            Choice.flag());

    /** Whether it supervises below a watched supervisor; {@code Nested} of the entry decides that before all else. */
    static final Option<Boolean> NESTED = new Option<>(
            "nested",
            "false",
            TRUE_OR_FALSE,
            "true: supervise below a watched supervisor too, which is otherwise left to that one",
            Choice.flag());

    /** Milliseconds between two samples of proportional memory; 0 = none. */
    static final Option<Long> PSS = new Option<>(
            "pss",
            "off",
            "off, or 10s to 1h",
            "how often proportional memory is read: it costs a child 5 ms a GiB; trees up to 4 GiB",
            Quantity.time(SamplingOptions.MIN_PSS_MILLIS, SamplingOptions.MAX_INTERVAL_MILLIS)
                    .thatMayBeOff());

    /** Milliseconds that a process lives on before it is told as an orphan. */
    static final Option<Long> ORPHAN_AGE = new Option<>(
            "orphan.age",
            "60s",
            ORPHAN_TIMES,
            "a process that outlives its child by so much is logged as an orphan",
            Quantity.time(OrphanRules.MIN_TIME_MILLIS, OrphanRules.MAX_TIME_MILLIS));

    /** Milliseconds until an orphan is told again. */
    static final Option<Long> ORPHAN_COOLDOWN = new Option<>(
            "orphan.cooldown",
            "30m",
            ORPHAN_TIMES,
            "an orphan that lives on is logged again so often",
            Quantity.time(OrphanRules.MIN_TIME_MILLIS, OrphanRules.MAX_TIME_MILLIS));

    /** Texts in the command lines of orphans. */
    static final Option<List<String>> ORPHAN_PATTERNS = new Option<>(
            "orphan.patterns",
            "none",
            "none, or texts of 3 characters and more with ; between them",
            "old processes of this machine with one in the command line are orphans",
            new Patterns());

    /** Milliseconds from which on a process with such a text is told. */
    static final Option<Long> ORPHAN_PATTERN_AGE = new Option<>(
            "orphan.pattern.age",
            "60m",
            ORPHAN_TIMES,
            "from what age on a process with such a text is one",
            Quantity.time(OrphanRules.MIN_TIME_MILLIS, OrphanRules.MAX_TIME_MILLIS));

    /** Bytes that are kept of a child's stderr; 0 = none. */
    static final Option<Long> STDERR_TAIL = new Option<>(
            "stderr.tail",
            "off",
            "off, or 1k to 64k",
            "how much of a child's stderr is kept, to tell why it died",
            Quantity.size(HookOptions.MIN_TAIL_BYTES, HookOptions.MAX_TAIL_BYTES)
                    .thatMayBeOff());

    /** Bytes that a tree should not exceed; 0 = no limit. There may be one for each kind, see {@link LimitRules}. */
    static final Option<Long> LIMIT_RSS = new Option<>(
            "limit.rss",
            "none",
            "none, or a size with its unit, 1m to 16384g, as 512m or 1GiB",
            "a child whose tree has so much memory should be recycled; limit.KIND.rss for one kind",
            Quantity.size(AdviceOptions.MIN_LIMIT_BYTES, AdviceOptions.MAX_LIMIT_BYTES)
                    .thatMayBeNone());

    /** Open descriptors that a tree should not exceed; 0 = no limit. As with the others, there may be one for each kind. */
    static final Option<Long> LIMIT_FDS = new Option<>(
            "limit.fds",
            "none",
            "none, or 1 to 100000000",
            "the same for its open file descriptors; limit.KIND.fds",
            Quantity.count(1, AdviceOptions.MAX_FDS).thatMayBeNone());

    /** Milliseconds that a child should not live longer than; 0 = no limit. */
    static final Option<Long> LIMIT_AGE = new Option<>(
            "limit.age",
            "none",
            "none, or 1s to 87600h",
            "the same for its age; limit.KIND.age",
            Quantity.time(AdviceOptions.MIN_AGE_MILLIS, AdviceOptions.MAX_AGE_MILLIS)
                    .thatMayBeNone());

    /** Bytes of heap that a JVM should not exceed; 0 = no limit. */
    static final Option<Long> LIMIT_HEAP = new Option<>(
            "limit.heap",
            "none",
            "none, or a size with its unit, 1m to 16384g",
            "the same for the heap in use of its JVM; limit.KIND.heap",
            Quantity.size(AdviceOptions.MIN_LIMIT_BYTES, AdviceOptions.MAX_LIMIT_BYTES)
                    .thatMayBeNone());

    /** Milliseconds that a figure has to be beyond its limit. */
    static final Option<Long> LIMIT_FOR = new Option<>(
            "limit.for",
            "30s",
            "0s to 1h",
            "how long memory, descriptors or heap have to be beyond, and then below, to count",
            Quantity.time(0, AdviceOptions.MAX_SUSTAINED_MILLIS));

    /** The part of a memory limit in percent from which on that is told; 0 = never. */
    static final Option<Long> MEMORY_WARN = new Option<>(
            "memory.warn",
            "85%",
            "off, or 10% to 99%",
            "from where on the memory of a cgroup above this JVM is nearly full; without page cache",
            Quantity.percent(AdviceOptions.MIN_WARN_PERCENT, AdviceOptions.MAX_WARN_PERCENT)
                    .thatMayBeOff());

    /** Whether the kernel is asked to take children before this JVM. */
    static final Option<Boolean> OOM_PREFER_CHILDREN = new Option<>(
            "oom.prefer.children",
            "false",
            TRUE_OR_FALSE,
            "true: children get oom_score_adj 1000, so that the kernel takes them before this JVM",
            Choice.flag());

    /** There may be one for each kind, see {@link ExpectRules}. */
    static final Option<String> EXPECT = new Option<>(
            "expect.KIND",
            "",
            "exit values 0 to 255 with commas between them",
            "children of that kind may end so: no summary; 128 + n is signal n; repeatable",
            new Text(500, false));

    /** The one that may be there many times, see {@link KindRules}. A long regex of nested groups would overflow the stack. */
    static final Option<String> KIND = new Option<>(
            "kind.NAME",
            "",
            "a regex of 1 to 500 characters; NAME is 1 to 40 of a-z 0-9 . _ -",
            "children in whose command line it is found are called NAME; repeatable",
            new Text(500, false));

    /** What hooks do wrong. */
    static final Option<InjectedFault> TEST_FAULT = new Option<>(
            "test.fault",
            "none",
            "none, throw, overflow or memory",
            "what the hooks do wrong on purpose",
            Choice.of(InjectedFault.values()));

    /** In the order of the table, without {@link SeldomOption}s. */
    static final List<Option<?>> ALL = List.of(
            ENABLED,
            INTERVAL,
            CADENCE,
            HOST,
            PORT,
            AUTH_USERS,
            AUTH_TOKENS,
            AUTH_HEALTH,
            TLS_CERT,
            TLS_KEY,
            TLS_CLIENT_CA,
            TLS_KEYSTORE,
            TLS_KEYSTORE_PASSWORD,
            DEBUG,
            LOG,
            LOG_FORMAT,
            SUMMARY,
            LOCALE,
            EXITS_KEEP,
            EXITS_FILE,
            EXITS_SIZE,
            QUIET,
            REAPER,
            NESTED,
            PSS,
            ORPHAN_AGE,
            ORPHAN_COOLDOWN,
            ORPHAN_PATTERNS,
            ORPHAN_PATTERN_AGE,
            STDERR_TAIL,
            LIMIT_RSS,
            LIMIT_FDS,
            LIMIT_AGE,
            LIMIT_HEAP,
            LIMIT_FOR,
            MEMORY_WARN,
            OOM_PREFER_CHILDREN,
            EXPECT,
            KIND,
            TEST_FAULT);

    /** The option a key belongs to: an exact match, or any {@code kind.…}, {@code expect.…} and {@code limit.KIND.…}. */
    static Optional<Option<?>> ofKey(String key) {
        if (key.startsWith(KIND_PREFIX)) {
            return Optional.of(KIND);
        }
        if (key.startsWith(EXPECT_PREFIX)) {
            return Optional.of(EXPECT);
        }
        for (Option<?> option : ALL) {
            if (option.key.equals(key)) {
                return Optional.of(option);
            }
        }
        return key.startsWith(LIMIT_PREFIX) ? LimitRules.option(key) : SeldomOption.ofKey(key);
    }

    /** Whether it is {@link #KIND}, of which there are as many as there are names. */
    boolean isKind() {
        return key.startsWith(KIND_PREFIX);
    }

    /** Whether it is {@link #EXPECT}, of which there are as many as there are kinds. */
    boolean isExpect() {
        return key.startsWith(EXPECT_PREFIX);
    }

    /** Whether it is for tests only, and so neither in the usage text nor in suggestions. */
    boolean isHidden() {
        return key.startsWith("test.");
    }

    /**
     * The text of the value that a setting gives it, checked.
     *
     * @throws BadOption if there is none, or it is not allowed
     */
    String check(Setting setting) throws BadOption {
        Optional<String> text = setting.value().isPresent() ? setting.value() : parser.alone();
        if (text.isEmpty()) {
            throw BadOption.noValue(this, setting);
        }
        if (parser.parse(text.get()).isEmpty()) {
            throw BadOption.notAllowed(this, setting);
        }
        return text.get();
    }

    /** The value of a text that is checked, or of the default. */
    T value(String text) {
        return parser.parse(text).orElseThrow();
    }
}

package io.forkwatch.probe.options;

import io.forkwatch.probe.advice.AdviceOptions;
import io.forkwatch.probe.intercept.DumpBeforeKill;
import io.forkwatch.probe.intercept.HookOptions;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.process.death.ExpectedEnds;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.publish.http.PortOptions;
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import io.forkwatch.probe.report.ExitsOptions;
import io.forkwatch.probe.report.LogOptions;
import io.forkwatch.probe.sample.SamplingOptions;
import io.forkwatch.probe.sweep.SweepOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a user chose, checked: a part for each stage, made of the texts when it is asked for. A JVM that ends without a
 * child asks for the hooks only, and so loads no class of the others before its main.
 */
public final class ProbeOptions {
    private final Map<String, String> texts;
    private final List<KindRule> kindRules;
    private final String argument;

    /**
     * Of settings that are checked.
     *
     * @param texts what is set, by key
     * @param kindRules the first hit counts
     * @param argument the agent argument that they come from, with what is elsewhere; empty if there was none
     */
    ProbeOptions(Map<String, String> texts, List<KindRule> kindRules, String argument) {
        this.texts = Map.copyOf(texts);
        this.kindRules = List.copyOf(kindRules);
        this.argument = argument;
    }

    /** What holds when nothing is set anywhere. */
    public static ProbeOptions defaults() {
        return new ProbeOptions(Map.of(), List.of(), "");
    }

    /** Whether Forkwatch does anything. */
    public boolean enabled() {
        return value(Option.ENABLED);
    }

    /** Whether it supervises below a watched supervisor too; decided before the options are parsed. */
    public boolean nested() {
        return value(Option.NESTED);
    }

    /** How often figures are taken. */
    public SamplingOptions sampling() {
        Duration pss = time(Option.PSS);
        return new SamplingOptions(
                time(Option.INTERVAL), value(Option.CADENCE), pss.isZero() ? Optional.empty() : Optional.of(pss));
    }

    /** Where the metrics are. */
    public PortOptions port() {
        AuthOptions auth =
                new AuthOptions(file(Option.AUTH_USERS), file(Option.AUTH_TOKENS), value(Option.AUTH_HEALTH));
        TlsOptions tls = new TlsOptions(
                file(Option.TLS_CERT),
                file(Option.TLS_KEY),
                file(Option.TLS_CLIENT_CA),
                file(Option.TLS_KEYSTORE),
                file(Option.TLS_KEYSTORE_PASSWORD));
        return new PortOptions(value(Option.HOST), value(Option.PORT), auth, tls);
    }

    /** Whether the port shows what a JVM does inside. */
    public boolean debug() {
        return value(Option.DEBUG);
    }

    // Absent where it is not set: there is no text for no file.
    private Optional<Path> file(Option<Optional<Path>> option) {
        return texts.containsKey(option.key()) ? value(option) : Optional.empty();
    }

    /** What is logged, and where. */
    public LogOptions log() {
        return new LogOptions(
                value(Option.LOG),
                value(Option.LOG_FORMAT),
                value(Option.SUMMARY),
                value(Option.LOCALE),
                value(Option.QUIET));
    }

    /** What is kept of abnormal ends. */
    public ExitsOptions exits() {
        return new ExitsOptions(value(Option.EXITS_KEEP).intValue(), file(Option.EXITS_FILE), value(Option.EXITS_SIZE));
    }

    /** When processes that nobody is responsible for are told. */
    public OrphanRules orphans() {
        return new OrphanRules(
                time(Option.ORPHAN_AGE),
                time(Option.ORPHAN_COOLDOWN),
                value(Option.ORPHAN_PATTERNS),
                time(Option.ORPHAN_PATTERN_AGE));
    }

    /** Which hooks there are. */
    public HookOptions hooks() {
        return new HookOptions(value(Option.REAPER), value(Option.STDERR_TAIL).intValue(), value(Option.TEST_FAULT));
    }

    /** The user's names for children; the first hit counts. */
    public List<KindRule> kindRules() {
        return kindRules;
    }

    /** When a child should be recycled. */
    public AdviceOptions advice() {
        int percent = value(Option.MEMORY_WARN).intValue();
        return new AdviceOptions(
                LimitRules.of(texts),
                time(Option.LIMIT_FOR),
                percent == 0 ? OptionalInt.empty() : OptionalInt.of(percent));
    }

    /** What is to be swept; absent where nothing is. */
    public Optional<SweepOptions> sweep() {
        return texts.containsKey("sweep.roots") ? SeldomOption.sweep(texts) : Optional.empty();
    }

    /** Whether the kernel is asked to take children before this JVM. */
    public boolean prefersChildren() {
        return value(Option.OOM_PREFER_CHILDREN);
    }

    /** How long a child may do nothing before that is told; zero where it is not. */
    public Duration idleTtl() {
        return texts.containsKey("idle.ttl") ? SeldomOption.idleTtl(texts) : Duration.ZERO;
    }

    /** How long a child makes no progress before it is asked why; zero where it never is. */
    public Duration hangAfter() {
        return texts.containsKey("hang.after") ? SeldomOption.hangAfter(texts) : Duration.ofSeconds(60);
    }

    /** Whether children that are JVMs get this agent. */
    public boolean lends() {
        return texts.containsKey("lend") && SeldomOption.value(SeldomOption.LEND, texts);
    }

    /** Whether those that get it record themselves. */
    public boolean records() {
        return lends() && SeldomOption.value(SeldomOption.BLACKBOX, texts);
    }

    /** Whether a JVM is looked into before this one ends it. */
    public DumpBeforeKill dumpBeforeKill() {
        return texts.containsKey("dump.before.kill")
                ? SeldomOption.value(SeldomOption.DUMP_BEFORE_KILL, texts)
                : DumpBeforeKill.OFF;
    }

    /** Whether any JVM is looked into. */
    public boolean dumps() {
        return (texts.containsKey("dump.before.kill") && dumpBeforeKill() != DumpBeforeKill.OFF) || dumpsOnHang();
    }

    /** Whether a JVM is looked into that is blocked inside itself. */
    public boolean dumpsOnHang() {
        return texts.containsKey("dump.on.hang") && SeldomOption.value(SeldomOption.DUMP_ON_HANG, texts);
    }

    /** The keys of what is on that touches children, as the start line names them. */
    public List<String> touches() {
        List<String> keys = new ArrayList<>();
        if (prefersChildren()) {
            keys.add("oom.prefer.children");
        }
        if (lends()) {
            keys.add("lend");
        }
        if (records()) {
            keys.add("blackbox");
        }
        return keys;
    }

    /** Which ends are normal. */
    public ExpectedEnds expectedEnds() {
        return ExpectRules.of(texts);
    }

    /** The files that were named with an {@code @}, as they were written; only what stands there may change while this JVM runs. */
    public List<String> files() {
        List<String> files = new ArrayList<>();
        for (String item : OptionParser.items(argument)) {
            if (item.startsWith("@")) {
                files.add(item.substring(1).strip());
            }
        }
        return files;
    }

    /**
     * The options of this JVM as they are now.
     *
     * @throws BadOption if one cannot be used
     */
    public ProbeOptions again() throws BadOption {
        return OptionParser.ofThisJvm(argument);
    }

    /** The keys of what is another setting there, sorted; one that is set here or there to its default is another. */
    public List<String> changesTo(ProbeOptions other) {
        Set<String> keys = new TreeSet<>(texts.keySet());
        keys.addAll(other.texts.keySet());
        keys.removeIf(key -> Objects.equals(texts.get(key), other.texts.get(key)));
        if (!kindRules.toString().equals(other.kindRules.toString())) {
            keys.add("kind");
        }
        return List.copyOf(keys);
    }

    private Duration time(Option<Long> millis) {
        return Duration.ofMillis(value(millis));
    }

    private <T> T value(Option<T> option) {
        return option.value(texts.getOrDefault(option.key(), option.defaultText()));
    }
}

package io.forkwatch.probe.options;

import io.forkwatch.probe.intercept.InjectedFault;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.options.OptionSources.Setting;
import io.forkwatch.probe.options.OptionSources.TextReader;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.publish.http.PortRange;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.words.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options from the agent argument, its {@code @FILE}s, the system properties and the environment, the
 * strongest first. Every setting is checked, also one that a stronger source overrides.
 *
 * <p>It runs on the host's main thread before the host starts, so where all is well there are no lambdas, streams or
 * text templates here: the first of each in a JVM costs milliseconds.
 */
public final class OptionParser {
    private static final int MAX_PATTERN_CHARS = 500;

    private boolean enabled = OptionValues.flag(Option.ENABLED.defaultText()).orElseThrow();
    private Duration interval =
            OptionValues.interval(Option.INTERVAL.defaultText()).orElseThrow();
    private boolean adaptive =
            OptionValues.cadence(Option.CADENCE.defaultText()).orElseThrow();
    private String host = OptionValues.host(Option.HOST.defaultText()).orElseThrow();
    private PortRange port = OptionValues.ports(Option.PORT.defaultText()).orElseThrow();
    private Optional<Path> logFile = OptionValues.log(Option.LOG.defaultText()).orElseThrow();
    private LogFormat logFormat =
            OptionValues.logFormat(Option.LOG_FORMAT.defaultText()).orElseThrow();
    private SummaryMode summary =
            OptionValues.summary(Option.SUMMARY.defaultText()).orElseThrow();
    private Language locale = OptionValues.locale(Option.LOCALE.defaultText()).orElseThrow();
    private int exitsKeep =
            OptionValues.exitsKeep(Option.EXITS_KEEP.defaultText()).orElseThrow();
    private Optional<Path> exitsFile = Optional.empty();
    private long exitsSizeBytes =
            OptionValues.exitsSize(Option.EXITS_SIZE.defaultText()).orElseThrow();
    private boolean quiet = OptionValues.flag(Option.QUIET.defaultText()).orElseThrow();
    private boolean reaper = OptionValues.flag(Option.REAPER.defaultText()).orElseThrow();
    private boolean nested = OptionValues.flag(Option.NESTED.defaultText()).orElseThrow();
    private Optional<Duration> pss = OptionValues.pss(Option.PSS.defaultText()).orElseThrow();
    private Duration orphanAge =
            OptionValues.orphanTime(Option.ORPHAN_AGE.defaultText()).orElseThrow();
    private Duration orphanCooldown =
            OptionValues.orphanTime(Option.ORPHAN_COOLDOWN.defaultText()).orElseThrow();
    private List<String> orphanPatterns =
            OptionValues.orphanPatterns(Option.ORPHAN_PATTERNS.defaultText()).orElseThrow();
    private Duration orphanPatternAge =
            OptionValues.orphanTime(Option.ORPHAN_PATTERN_AGE.defaultText()).orElseThrow();
    private int stderrTail =
            OptionValues.stderrTail(Option.STDERR_TAIL.defaultText()).orElseThrow();
    private InjectedFault fault =
            OptionValues.fault(Option.TEST_FAULT.defaultText()).orElseThrow();

    /** By name, the first to be tried first. */
    private Map<String, KindRule> kindRules = new LinkedHashMap<>();

    /** Starts at the defaults. */
    OptionParser() {}

    /**
     * The options of this JVM.
     *
     * @param agentArgument what follows the jar in {@code -javaagent:forkwatch.jar=…}; null where nothing does
     */
    public static Parsed ofThisJvm(@Nullable String agentArgument) {
        Map<String, String> properties = new HashMap<>();
        Properties system = System.getProperties();
        for (String name : system.stringPropertyNames()) {
            // Null where another thread has just removed it.
            String value = name.startsWith(OptionSources.PROPERTY_PREFIX) ? system.getProperty(name) : null;
            if (value != null) {
                properties.put(name, value);
            }
        }
        return parse(agentArgument, properties, System.getenv(), new Disk());
    }

    /**
     * The options that an argument gives to another JVM, as far as they can be told from here: without the system
     * properties and the environment of that JVM.
     */
    public static Parsed ofArgument(String argument) {
        return parse(argument, Map.of(), Map.of(), new Disk());
    }

    /**
     * The options from given sources.
     *
     * @param agentArgument as in {@link #ofThisJvm}
     * @param properties all system properties
     * @param environment all environment variables
     * @param reader reads the {@code @FILE}s
     */
    static Parsed parse(
            @Nullable String agentArgument,
            Map<String, String> properties,
            Map<String, String> environment,
            TextReader reader) {
        OptionParser parser = new OptionParser();
        String argument = agentArgument == null ? "" : agentArgument;
        try {
            for (List<Setting> source : OptionSources.collect(argument, properties, environment, reader)) {
                parser.add(source);
            }
        } catch (BadOption e) {
            return new Parsed.Bad(e.line());
        }
        return new Parsed.Good(parser.result());
    }

    /** The options as far as they are set. */
    ProbeOptions result() {
        return new ProbeOptions(
                enabled,
                interval,
                adaptive,
                host,
                port,
                logFile,
                logFormat,
                summary,
                locale,
                exitsKeep,
                exitsFile,
                exitsSizeBytes,
                quiet,
                reaper,
                nested,
                pss,
                new OrphanRules(orphanAge, orphanCooldown, orphanPatterns, orphanPatternAge),
                stderrTail,
                new ArrayList<>(kindRules.values()),
                fault);
    }

    /** Settings stronger than all before: they replace values, and their kind rules are tried first. */
    private void add(List<Setting> source) throws BadOption {
        Map<String, KindRule> weaker = kindRules;
        kindRules = new LinkedHashMap<>();
        for (Setting setting : source) {
            Optional<Option> option = Option.ofKey(setting.key());
            if (option.isEmpty()) {
                throw BadOption.unknown(setting);
            }
            set(option.get(), setting);
        }
        for (Map.Entry<String, KindRule> rule : weaker.entrySet()) {
            kindRules.putIfAbsent(rule.getKey(), rule.getValue());
        }
    }

    private void set(Option option, Setting setting) throws BadOption {
        String text = text(option, setting);
        switch (option) {
            case ENABLED -> enabled = allowed(OptionValues.flag(text), option, setting);
            case INTERVAL -> interval = allowed(OptionValues.interval(text), option, setting);
            case CADENCE -> adaptive = allowed(OptionValues.cadence(text), option, setting);
            case HOST -> host = allowed(OptionValues.host(text), option, setting);
            case PORT -> port = allowed(OptionValues.ports(text), option, setting);
            case LOG -> logFile = allowed(OptionValues.log(text), option, setting);
            case LOG_FORMAT -> logFormat = allowed(OptionValues.logFormat(text), option, setting);
            case SUMMARY -> summary = allowed(OptionValues.summary(text), option, setting);
            case LOCALE -> locale = allowed(OptionValues.locale(text), option, setting);
            case EXITS_KEEP -> exitsKeep = allowed(OptionValues.exitsKeep(text), option, setting);
            case EXITS_FILE -> exitsFile = Optional.of(allowed(OptionValues.file(text), option, setting));
            case EXITS_SIZE -> exitsSizeBytes = allowed(OptionValues.exitsSize(text), option, setting);
            case QUIET -> quiet = allowed(OptionValues.flag(text), option, setting);
            case REAPER -> reaper = allowed(OptionValues.flag(text), option, setting);
            case NESTED -> nested = allowed(OptionValues.flag(text), option, setting);
            case PSS -> pss = allowed(OptionValues.pss(text), option, setting);
            case ORPHAN_AGE -> orphanAge = allowed(OptionValues.orphanTime(text), option, setting);
            case ORPHAN_COOLDOWN -> orphanCooldown = allowed(OptionValues.orphanTime(text), option, setting);
            case ORPHAN_PATTERNS -> orphanPatterns = allowed(OptionValues.orphanPatterns(text), option, setting);
            case ORPHAN_PATTERN_AGE -> orphanPatternAge = allowed(OptionValues.orphanTime(text), option, setting);
            case STDERR_TAIL -> stderrTail = allowed(OptionValues.stderrTail(text), option, setting);
            case KIND -> kindRules.put(setting.key(), kindRule(text, setting));
            case TEST_FAULT -> fault = allowed(OptionValues.fault(text), option, setting);
        }
    }

    private static String text(Option option, Setting setting) throws BadOption {
        if (setting.value().isPresent()) {
            return setting.value().get();
        }
        if (!option.isFlag()) {
            throw BadOption.noValue(option, setting);
        }
        return "true";
    }

    private static <T> T allowed(Optional<T> value, Option option, Setting setting) throws BadOption {
        if (value.isEmpty()) {
            throw BadOption.notAllowed(option, setting);
        }
        return value.get();
    }

    private static KindRule kindRule(String regex, Setting setting) throws BadOption {
        String name = Option.kindName(setting.key());
        // A long regex of nested groups would overflow the stack while it is compiled.
        if (!OptionValues.isKindName(name) || regex.isEmpty() || regex.length() > MAX_PATTERN_CHARS) {
            throw BadOption.notAllowed(Option.KIND, setting);
        }
        return new KindRule(new Kind(name), Regex.compile(regex, setting));
    }

    /** A class of its own: what it needs is loaded only for those who have kind rules. */
    private static final class Regex {
        static Pattern compile(String regex, Setting setting) throws BadOption {
            try {
                return Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                throw BadOption.notRegex(setting, e.getDescription(), e.getIndex());
            }
        }
    }

    /** A class and not a lambda, see above. */
    private static final class Disk implements TextReader {
        @Override
        public String read(String file) throws IOException {
            return OptionSources.OptionFile.read(file);
        }
    }
}

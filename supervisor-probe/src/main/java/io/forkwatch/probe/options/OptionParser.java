package io.forkwatch.probe.options;

import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.options.OptionFile.TextReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options from four places, the strongest first: the agent argument, its {@code @FILE}s, the system properties,
 * the environment. A setting goes one way: found in its place, it becomes a {@link Setting}; the key tells its
 * {@link Option}; that checks the text; {@link ProbeOptions} makes values of the texts. Every setting is checked, also one
 * that a stronger place overrides. The agent argument is written so:
 *
 * <ul>
 *   <li>argument: items with commas between them. White space around an item is nothing, and so is an empty item.
 *   <li>item: {@code key=value}, {@code key}, or {@code @FILE}. White space around key, value and FILE is nothing.
 *   <li>{@code key}: that of an {@link Option}, in lower case. Of a key that is there twice, the last counts.
 *   <li>{@code kind.NAME}: as many as there are names, tried in their order; a stronger place's come first.
 *   <li>{@code key} alone: true, for options that are true or false; others need a value.
 *   <li>{@code expect.KIND}: items of digits alone that follow it belong to its value, as in {@code expect.grep=1,2}.
 *   <li>{@code value}: all up to the next comma. {@code \,} is a comma inside of it; no other backslash is special, so a
 *       regex keeps its own.
 *   <li>{@code @FILE}: a properties file in UTF-8, of lines {@code key=value} or {@code key}, with the escapes of
 *       {@link Properties#load(java.io.Reader)}. Wherever it stands, it is weaker than the items beside it; of two files the
 *       second is stronger.
 * </ul>
 *
 * <p>{@code key} is {@code -Dforkwatch.key} as a system property, and {@code FORKWATCH_KEY} in the environment, with _ for
 * each dot; {@code FORKWATCH_KIND_MY_NAME} is {@code kind.my-name}. Variables that are empty, that Kubernetes made for a
 * Service, or that only say where Forkwatch is, are nothing.
 *
 * <p>It runs on the host's main thread before the host starts, so where all is well there are no lambdas, streams or
 * text templates here, and no record is compared: the first of each in a JVM costs milliseconds.
 */
public final class OptionParser {
    /** What an application says of itself to the supervisor above it: no option, and no fault where this JVM is one. */
    private static final String STATUS = "forkwatch.status";

    /** By key: the strongest so far. */
    private final Map<String, String> texts = new HashMap<>();

    /** By key, the first to be tried first. */
    private Map<String, KindRule> kindRules = new LinkedHashMap<>();

    private OptionParser() {}

    /**
     * The options of this JVM.
     *
     * @param agentArgument what follows the jar in {@code -javaagent:forkwatch.jar=…}; null where nothing does
     * @throws BadOption if one cannot be used, so that Forkwatch stays off
     */
    public static ProbeOptions ofThisJvm(@Nullable String agentArgument) throws BadOption {
        Map<String, String> properties = new HashMap<>();
        Properties system = System.getProperties();
        for (String name : system.stringPropertyNames()) {
            // Null where another thread has just removed it.
            String value = name.startsWith(Setting.PROPERTY_PREFIX) ? system.getProperty(name) : null;
            if (value != null) {
                properties.put(name, value);
            }
        }
        return parse(agentArgument, properties, System.getenv(), Optional.empty());
    }

    /**
     * The options that an argument gives to another JVM, as far as they can be told from here: without the system
     * properties and the environment of that JVM.
     *
     * @throws BadOption if one cannot be used, so that Forkwatch would stay off there
     */
    public static ProbeOptions ofArgument(String argument) throws BadOption {
        return parse(argument, Map.of(), Map.of(), Optional.empty());
    }

    /**
     * The options from given places.
     *
     * @param agentArgument as in {@link #ofThisJvm}
     * @param properties all system properties
     * @param environment all environment variables
     * @param reader reads the {@code @FILE}s; empty = from the disk
     */
    static ProbeOptions parse(
            @Nullable String agentArgument,
            Map<String, String> properties,
            Map<String, String> environment,
            Optional<TextReader> reader)
            throws BadOption {
        List<Setting> inFiles = new ArrayList<>();
        List<Setting> explicit = new ArrayList<>();
        for (String item : items(agentArgument == null ? "" : agentArgument)) {
            if (item.startsWith("@")) {
                inFiles.addAll(OptionFile.load(item.substring(1).strip(), reader));
            } else {
                explicit.add(Setting.ofItem(item));
            }
        }
        OptionParser parser = new OptionParser();
        parser.add(ofEnvironment(environment));
        parser.add(ofProperties(properties));
        parser.add(inFiles);
        parser.add(explicit);
        return new ProbeOptions(
                parser.texts, new ArrayList<>(parser.kindRules.values()), agentArgument == null ? "" : agentArgument);
    }

    /** Settings stronger than all before: they replace values, and their kind rules are tried first. */
    private void add(List<Setting> settings) throws BadOption {
        Map<String, KindRule> weaker = kindRules;
        kindRules = new LinkedHashMap<>();
        for (Setting setting : settings) {
            add(setting);
        }
        for (Map.Entry<String, KindRule> rule : weaker.entrySet()) {
            kindRules.putIfAbsent(rule.getKey(), rule.getValue());
        }
    }

    private void add(Setting setting) throws BadOption {
        Optional<Option<?>> option = Option.ofKey(setting.key());
        if (option.isEmpty()) {
            throw BadOption.unknown(setting);
        }
        String text = option.get().check(setting);
        if (option.get().isKind()) {
            kindRules.put(setting.key(), KindRules.of(text, setting));
        } else {
            if (option.get().isExpect()) {
                ExpectRules.check(text, setting);
            }
            texts.put(setting.key(), text);
        }
    }

    private static List<Setting> ofProperties(Map<String, String> properties) {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, String> entry :
                withPrefix(Setting.PROPERTY_PREFIX, properties).entrySet()) {
            if (!entry.getKey().equals(STATUS)) {
                settings.add(Setting.ofProperty(entry.getKey(), entry.getValue()));
            }
        }
        return settings;
    }

    /** An empty variable counts as not set: that is how shells and compose files unset one. Service links are not ours. */
    private static List<Setting> ofEnvironment(Map<String, String> environment) {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, String> entry :
                withPrefix(Setting.VARIABLE_PREFIX, environment).entrySet()) {
            String value = entry.getValue().strip();
            if (!value.isEmpty() && !ServiceLink.is(entry.getKey(), value) && !Bystander.is(entry.getKey())) {
                settings.add(Setting.ofVariable(entry.getKey(), value));
            }
        }
        return settings;
    }

    /** Sorted, because neither properties nor variables have an order of their own, and kind rules need one. */
    private static Map<String, String> withPrefix(String prefix, Map<String, String> all) {
        Map<String, String> found = new TreeMap<>();
        // By the keys: the entries of an environment are four classes more.
        for (String name : all.keySet()) {
            String value = all.get(name);
            if (name.startsWith(prefix) && value != null) {
                found.put(name, value);
            }
        }
        return found;
    }

    /** The items of an argument, without the backslashes before commas. */
    static List<String> items(String argument) {
        List<String> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        for (int at = 0; at < argument.length(); at++) {
            char c = argument.charAt(at);
            if (c == '\\' && at + 1 < argument.length() && argument.charAt(at + 1) == ',') {
                item.append(',');
                at++;
            } else if (c == ',') {
                addItem(item, items);
            } else {
                item.append(c);
            }
        }
        addItem(item, items);
        return items;
    }

    // The 143 of expect.worker=1,143.
    private static boolean isNextOfList(String text, List<String> items) {
        int last = items.size() - 1;
        boolean follows = last >= 0
                && items.get(last).startsWith("expect.")
                && items.get(last).indexOf('=') > 0;
        for (int at = 0; follows && at < text.length(); at++) {
            follows = Quantity.isDigit(text.charAt(at));
        }
        if (follows) {
            items.set(last, items.get(last).concat(",").concat(text));
        }
        return follows;
    }

    private static void addItem(StringBuilder item, List<String> items) {
        String text = item.toString().strip();
        if (!text.isEmpty() && !isNextOfList(text, items)) {
            items.add(text);
        }
        item.setLength(0);
    }
}

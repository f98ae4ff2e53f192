package io.forkwatch.probe.options;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The four places where options are set, read into one shape. Nothing is checked here but that a file can be read. */
final class OptionSources {
    static final String PROPERTY_PREFIX = "forkwatch.";
    private static final String ENVIRONMENT_PREFIX = "FORKWATCH_";
    private static final String ENVIRONMENT_KIND = "KIND_";

    private OptionSources() {}

    /** Reads the text of an {@code @FILE}. */
    interface TextReader {
        /**
         * The whole text of a file.
         *
         * @param file as the user wrote it; a relative one starts at the working directory
         * @throws IOException if there is no such file, it cannot be read, is no regular file, or is no UTF-8
         */
        String read(String file) throws IOException;
    }

    /** Where a setting was found. */
    enum Place {
        ARGUMENT,
        FILE,
        PROPERTY,
        ENVIRONMENT
    }

    /**
     * One option as found, not yet checked.
     *
     * @param place where
     * @param file the {@code @FILE} it is in, else empty
     * @param spelling the key as written there, for example {@code FORKWATCH_LOG_FORMAT}
     * @param key the key as an agent argument would have it, for example {@code log.format}
     * @param value empty where the key stands alone
     */
    record Setting(Place place, String file, String spelling, String key, Optional<String> value) {}

    /**
     * All settings, one list for each place, the weakest place first; in a list, later ones are stronger.
     *
     * @throws BadOption if an {@code @FILE} of the argument cannot be read
     */
    static List<List<Setting>> collect(
            String argument, Map<String, String> properties, Map<String, String> environment, TextReader reader)
            throws BadOption {
        List<Setting> inFiles = new ArrayList<>();
        List<Setting> explicit = new ArrayList<>();
        for (String item : split(argument)) {
            if (item.startsWith("@")) {
                addFile(item.substring(1).strip(), reader, inFiles);
            } else {
                explicit.add(ofItem(item));
            }
        }
        return List.of(ofEnvironment(environment), ofProperties(properties), inFiles, explicit);
    }

    /** The items between commas, stripped, without empty ones. Only {@code \,} is special: a regex keeps its backslashes. */
    static List<String> split(String argument) {
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

    private static void addItem(StringBuilder item, List<String> items) {
        String text = item.toString().strip();
        if (!text.isEmpty()) {
            items.add(text);
        }
        item.setLength(0);
    }

    private static Setting ofItem(String item) {
        int equals = item.indexOf('=');
        String key = equals < 0 ? item : item.substring(0, equals).strip();
        Optional<String> value = equals < 0
                ? Optional.empty()
                : Optional.of(item.substring(equals + 1).strip());
        return new Setting(Place.ARGUMENT, "", key, key, value);
    }

    private static void addFile(String file, TextReader reader, List<Setting> settings) throws BadOption {
        if (file.isEmpty()) {
            throw BadOption.unreadable(file, "a file name must follow the @");
        }
        for (Map.Entry<String, String> entry : OptionFile.load(file, reader).entrySet()) {
            String key = entry.getKey().strip();
            settings.add(new Setting(Place.FILE, file, key, key, orAlone(entry.getValue())));
        }
    }

    private static List<Setting> ofProperties(Map<String, String> properties) {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, String> entry :
                withPrefix(PROPERTY_PREFIX, properties).entrySet()) {
            String name = entry.getKey();
            String key = name.substring(PROPERTY_PREFIX.length());
            settings.add(new Setting(Place.PROPERTY, "", name, key, orAlone(entry.getValue())));
        }
        return settings;
    }

    /** An empty variable counts as not set: that is how shells and compose files unset one. Service links are not ours. */
    private static List<Setting> ofEnvironment(Map<String, String> environment) {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, String> entry :
                withPrefix(ENVIRONMENT_PREFIX, environment).entrySet()) {
            String name = entry.getKey();
            String value = entry.getValue().strip();
            if (!value.isEmpty() && !ServiceLink.is(name, value)) {
                settings.add(new Setting(Place.ENVIRONMENT, "", name, keyOfVariable(name), Optional.of(value)));
            }
        }
        return settings;
    }

    private static String keyOfVariable(String variable) {
        String rest = variable.substring(ENVIRONMENT_PREFIX.length());
        String lower = rest.toLowerCase(Locale.ROOT);
        if (rest.startsWith(ENVIRONMENT_KIND)) {
            return "kind.".concat(lower.substring(ENVIRONMENT_KIND.length()).replace('_', '-'));
        }
        return lower.replace('_', '.');
    }

    /**
     * What Kubernetes puts into every container next to a Service called {@code forkwatch} or {@code forkwatch-…}, see
     * makeLinkVariables in its kubelet: no user meant it as an option, so it must not turn Forkwatch off.
     */
    private static final class ServiceLink {
        private static final String NUMBERED = "_PORT_";

        private ServiceLink() {}

        static boolean is(String variable, String value) {
            if (variable.startsWith(ENVIRONMENT_PREFIX + ENVIRONMENT_KIND)) {
                return false;
            }
            String rest = variable.substring(ENVIRONMENT_PREFIX.length() - 1);
            return rest.endsWith("_SERVICE_HOST")
                    || rest.endsWith("_SERVICE_PORT")
                    || rest.contains("_SERVICE_PORT_")
                    || (rest.endsWith("_PORT") && isUrl(value))
                    || isNumbered(rest);
        }

        private static boolean isUrl(String value) {
            return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
        }

        /** {@code _PORT_9797_TCP}, and behind it {@code _PROTO}, {@code _PORT} or {@code _ADDR}. */
        private static boolean isNumbered(String rest) {
            int start = rest.lastIndexOf(NUMBERED) + NUMBERED.length();
            int end = start;
            while (end < rest.length() && rest.charAt(end) >= '0' && rest.charAt(end) <= '9') {
                end++;
            }
            return rest.contains(NUMBERED)
                    && end > start
                    && (rest.startsWith("_TCP", end) || rest.startsWith("_UDP", end) || rest.startsWith("_SCTP", end));
        }
    }

    /** How an option's key is spelled in a place, for suggestions. */
    static String spelling(Option option, Place place) {
        return switch (place) {
            case ARGUMENT, FILE -> option.key();
            case PROPERTY -> PROPERTY_PREFIX.concat(option.key());
            case ENVIRONMENT ->
                ENVIRONMENT_PREFIX.concat(option.key().toUpperCase(Locale.ROOT).replace('.', '_'));
        };
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

    /** {@code -Dforkwatch.quiet} and a line {@code quiet} in a file have an empty value: the key stands alone. */
    private static Optional<String> orAlone(String value) {
        String text = value.strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** A class of its own: the many exceptions it knows are loaded only for those who use an {@code @FILE}. */
    static final class OptionFile {
        private static final long MAX_FILE_BYTES = 1 << 20;

        private OptionFile() {}

        /** The lines of a properties file, in order. */
        static Map<String, String> load(String file, TextReader reader) throws BadOption {
            OrderedProperties properties = new OrderedProperties();
            try {
                String text = reader.read(file);
                // Editors on Windows put a byte order mark first, and Properties would make it part of a key.
                properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
            } catch (NoSuchFileException e) {
                throw BadOption.unreadable(file, "no such file");
            } catch (AccessDeniedException e) {
                throw BadOption.unreadable(file, "permission denied");
            } catch (CharacterCodingException e) {
                throw BadOption.unreadable(file, "not UTF-8");
            } catch (IOException | IllegalArgumentException e) {
                // IllegalArgumentException: Properties met a malformed unicode escape.
                throw BadOption.unreadable(file, String.valueOf(e.getMessage()));
            }
            return properties.inOrder;
        }

        /**
         * Reads from the disk, at most 1 MiB. A FIFO is refused: it could hold up the host's start for ever.
         *
         * @throws IOException as in {@link TextReader#read}
         */
        static String read(String file) throws IOException {
            Path path = path(file);
            if (Files.isDirectory(path)) {
                throw new IOException("a directory");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new IOException("not a regular file");
            }
            if (Files.exists(path) && Files.size(path) > MAX_FILE_BYTES) {
                throw new IOException("larger than 1 MiB");
            }
            return Files.readString(path);
        }

        private static Path path(String file) throws IOException {
            try {
                return Path.of(file);
            } catch (InvalidPathException e) {
                throw new IOException("not a file name", e);
            }
        }

        /** Remembers the order of the lines, which {@link Properties} forgets: the first kind rule that hits counts. */
        private static final class OrderedProperties extends Properties {
            private static final long serialVersionUID = 1;

            private final transient Map<String, String> inOrder = new LinkedHashMap<>();

            @Override
            public synchronized Object put(Object key, Object value) {
                return inOrder.put((String) key, (String) value);
            }
        }
    }
}

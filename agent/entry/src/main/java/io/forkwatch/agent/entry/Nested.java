package io.forkwatch.agent.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Paths;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Whether the option {@code nested} is set, read before anything that could parse options is loaded, and only in a JVM
 * below a watched one. The places, and which of them wins, are those of all options. What does not read as true is
 * false: a JVM that has inherited its agent never complains.
 */
final class Nested {
    private static final String KEY = "nested";
    /** What is larger is no file of options: it is refused where all of them are read, too. */
    private static final int MOST_FILE_BYTES = 1 << 20;

    private final String argument;
    private final Optional<String> property;
    private final Optional<String> variable;

    /**
     * The three places.
     *
     * @param argument the agent's argument, or an empty text
     * @param property the system property
     * @param variable the environment variable
     */
    Nested(String argument, Optional<String> property, Optional<String> variable) {
        this.argument = argument;
        this.property = property;
        this.variable = variable;
    }

    static Nested ofThisJvm(String argument) {
        return new Nested(
                argument == null ? "" : argument,
                Optional.ofNullable(System.getProperty("forkwatch.nested")),
                variable());
    }

    // An empty variable counts as not set.
    private static Optional<String> variable() {
        String value = System.getenv("FORKWATCH_NESTED");
        return value == null || value.trim().isEmpty() ? Optional.empty() : Optional.of(value);
    }

    boolean isAsked() {
        Optional<String> said = inArgument();
        if (!said.isPresent()) {
            said = property.isPresent() ? property : variable;
        }
        return said.isPresent() && isTrue(said.get().trim());
    }

    // Of the items of the argument the last one counts, and any of them more than a file.
    private Optional<String> inArgument() {
        Optional<String> inFile = Optional.empty();
        Optional<String> explicit = Optional.empty();
        if (!argument.contains(KEY) && argument.indexOf('@') < 0) {
            return inFile; // A pattern costs each JVM below a supervisor more than all else here.
        }
        // A comma behind a backslash is part of its item.
        for (String item : argument.split("(?<!\\\\),", -1)) {
            String text = item.trim();
            if (text.startsWith("@")) {
                Optional<String> found = inFile(text.substring(1).trim());
                inFile = found.isPresent() ? found : inFile;
            } else if (text.equals(KEY)) {
                explicit = Optional.of("true");
            } else if (text.startsWith(KEY)
                    && text.substring(KEY.length()).trim().startsWith("=")) {
                explicit = Optional.of(text.substring(text.indexOf('=') + 1));
            }
        }
        return explicit.isPresent() ? explicit : inFile;
    }

    private static Optional<String> inFile(String file) {
        Properties properties = new Properties();
        try {
            byte[] text = RegularFile.at(Paths.get(file.replace("\\,", ","))).whole(MOST_FILE_BYTES);
            properties.load(new ByteArrayInputStream(text));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty(); // Where it matters, whoever reads all options complains.
        }
        return Optional.ofNullable(properties.getProperty(KEY));
    }

    // In a file and in a property the key alone means true.
    private static boolean isTrue(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.isEmpty()
                || lower.equals("true")
                || lower.equals("on")
                || lower.equals("yes")
                || lower.equals("1");
    }
}

package io.forkwatch.probe.options;

/** What {@code java -jar forkwatch.jar} prints, and the same options as a table for the README. */
public final class Usage {
    private Usage() {}

    /**
     * The usage text, ending in a newline.
     *
     * @param version of this build, for example {@code 0.1.0}
     */
    public static String text(String version) {
        StringBuilder text = new StringBuilder("""
                Forkwatch watches the processes that a JVM starts, from outside, through Linux's /proc:
                Prometheus metrics on a port while they run, and why they died in the log.

                Attach it to the JVM that starts them (Linux, Java 17 or newer):
                    java -javaagent:forkwatch.jar ...
                    MAVEN_OPTS=-javaagent:/path/to/forkwatch.jar=port=0,summary=all mvn test

                Or put it into one that runs already; options as below, in one word:
                    java -jar forkwatch.jar attach PID [key=value,key=value]

                See what can be known on this machine, or about one process:
                    java -jar forkwatch.jar doctor [PID]
                    java -jar forkwatch.jar doctor tls tls.cert=FILE,tls.key=FILE

                See the children of a watched JVM in this terminal:
                    java -jar forkwatch.jar top [URL]

                See why a process does not go on, what it waits for and whom:
                    java -jar forkwatch.jar why PID

                Options are set in these places; the first one wins:
                    -javaagent:forkwatch.jar=key=value,key=value    (write \\, for a comma inside a value)
                    -javaagent:forkwatch.jar=@FILE                  (a properties file: write \\\\ for \\ there)
                    -Dforkwatch.key=value
                    FORKWATCH_KEY=value in the environment          (log.format is FORKWATCH_LOG_FORMAT)

                """);
        appendTable(text);
        text.append("\ntrue may also be written on, yes or 1, and false off, no or 0.\n");
        return text.append("\nforkwatch ").append(version).append('\n').toString();
    }

    private static void appendTable(StringBuilder text) {
        int keyChars = "option".length();
        int defaultChars = "default".length();
        for (Option<?> option : SeldomOption.all()) {
            keyChars = Math.max(keyChars, option.key().length());
            defaultChars = Math.max(defaultChars, shownDefault(option).length());
        }
        appendPadded("option", keyChars, text);
        appendPadded("default", defaultChars, text);
        text.append("what it does, and what is allowed\n");
        for (Option<?> option : SeldomOption.all()) {
            if (!option.isHidden()) {
                appendPadded(option.key(), keyChars, text);
                appendPadded(shownDefault(option), defaultChars, text);
                text.append(option.meaning()).append('\n');
                appendPadded("", keyChars, text);
                appendPadded("", defaultChars, text);
                text.append("  ").append(option.allowed()).append('\n');
            }
        }
    }

    private static void appendPadded(String cell, int chars, StringBuilder text) {
        text.append(cell).append(" ".repeat(chars - cell.length() + 2));
    }

    /** The options as a Markdown table, one line each, ending in a newline. */
    public static String markdownTable() {
        StringBuilder table = new StringBuilder();
        table.append("| option | default | allowed | meaning |\n| --- | --- | --- | --- |\n");
        for (Option<?> option : SeldomOption.all()) {
            if (!option.isHidden()) {
                appendRow(option, table);
            }
        }
        return table.toString();
    }

    private static void appendRow(Option<?> option, StringBuilder table) {
        String defaultText = option.defaultText();
        table.append("| `").append(option.key()).append("` | ");
        table.append(defaultText.isEmpty() ? "none" : '`' + defaultText + '`').append(" | ");
        table.append(option.allowed()).append(" | ");
        table.append(option.meaning()).append(" |\n");
    }

    private static String shownDefault(Option<?> option) {
        return option.defaultText().isEmpty() ? "none" : option.defaultText();
    }
}

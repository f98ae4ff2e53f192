package io.forkwatch.probe.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** An agent argument on its way to another JVM. */
public final class AgentArgument {
    private AgentArgument() {}

    /**
     * The same argument with absolute file names: who typed relative ones meant them from where he stands, not from where
     * that JVM was started.
     *
     * @param directory where he stands
     */
    public static String absolute(String argument, Path directory) {
        StringBuilder text = new StringBuilder();
        for (String item : OptionParser.items(argument)) {
            text.append(text.length() == 0 ? "" : ",")
                    .append(absoluteItem(item, directory).replace(",", "\\,"));
        }
        return text.toString();
    }

    private static String absoluteItem(String item, Path directory) {
        if (item.startsWith("@")) {
            return '@' + absoluteFile(item.substring(1).strip(), directory);
        }
        int equals = item.indexOf('=');
        String key = equals < 0 ? item : item.substring(0, equals).strip();
        String value = equals < 0 ? "" : item.substring(equals + 1).strip();
        return isFile(key, value) ? key + '=' + absoluteFile(value, directory) : item;
    }

    private static boolean isFile(String key, String value) {
        for (Option<?> option : Option.ALL) {
            if (option.key().equals(key) && option.parser() instanceof FileName file) {
                return file.parse(value).flatMap(found -> found).isPresent();
            }
        }
        return false;
    }

    private static String absoluteFile(String file, Path directory) {
        try {
            return directory.resolve(file).normalize().toString();
        } catch (InvalidPathException notAFile) {
            return file; // Whoever opens it says so.
        }
    }
}

package io.forkwatch.probe.procfs.text;

import java.util.OptionalLong;

/** Files of lines {@code key value}, such as {@code vmstat} and {@code memory.events}. */
public final class Keyed {
    private Keyed() {}

    /**
     * The number behind a key. A last line without its newline was cut and does not count.
     *
     * @param file which file the text is from, for the message
     * @return the number, 0 and up; empty if there is no such key
     * @throws MalformedProcTextException if the key has no number
     */
    public static OptionalLong value(String file, ByteSpan text, String key) throws MalformedProcTextException {
        int line = 0;
        for (int newline = text.indexOf('\n', 0); newline >= 0; newline = text.indexOf('\n', line)) {
            int blank = line + key.length();
            if (text.startsWith(key, line) && blank < newline && text.array()[blank] == ' ') {
                int from = text.skipBlanks(blank);
                return OptionalLong.of(Numbers.natural(file, text.array(), from, text.endOfWord(from)));
            }
            line = newline + 1;
        }
        return OptionalLong.empty();
    }
}

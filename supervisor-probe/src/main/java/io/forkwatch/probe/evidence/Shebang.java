package io.forkwatch.probe.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first line of a script, execve(2): which program reads it. */
final class Shebang {
    /** Linux reads no further. */
    private static final int LONGEST_BYTES = 256;

    private Shebang() {}

    /** The path after {@code #!}, with a carriage return at its end if it has one; empty if there is no such line. */
    static Optional<String> interpreter(byte[] head) {
        return line(head).map(line -> words(line)[0]).filter(word -> !word.isEmpty());
    }

    /** The program that {@code #!/usr/bin/env NAME} looks for; empty if it is another line, or env has options. */
    static Optional<String> sought(byte[] head) {
        return line(head)
                .map(Shebang::words)
                .filter(words -> words.length > 1 && words[0].endsWith("/env"))
                .map(words -> words[1])
                .filter(name -> !name.startsWith("-") && name.indexOf('=') < 0 && name.indexOf('/') < 0);
    }

    private static Optional<String> line(byte[] head) {
        String text = new String(head, 0, Math.min(head.length, LONGEST_BYTES), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return text.startsWith("#!") && end > 0 ? Optional.of(text.substring(2, end)) : Optional.empty();
    }

    private static String[] words(String line) {
        int start = 0;
        while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            start++;
        }
        return line.substring(start).split("[ \t]+", -1);
    }
}

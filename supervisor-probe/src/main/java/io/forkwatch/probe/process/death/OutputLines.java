package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.redact.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a child printed, as lines that may leave this process: secrets replaced, nothing in them that is no text. */
public final class OutputLines {
    private OutputLines() {}

    /**
     * Lines from bytes, taken for UTF-8; what is none becomes a replacement character. A tab becomes four blanks, other
     * control characters are escaped, and a line is cut at 4,096 characters.
     */
    public static List<String> of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).replace("\t", "    ");
        return Redaction.ofLines(text.lines().toList());
    }
}

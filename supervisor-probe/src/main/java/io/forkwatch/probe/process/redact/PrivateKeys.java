package io.forkwatch.probe.process.redact;

import java.util.ArrayList;
import java.util.List;

/** Private keys as RFC 7468 writes them: between two lines of dashes, in one argument or over many lines of output. */
final class PrivateKeys {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LONGEST_LABEL = 64;

    private PrivateKeys() {}

    /** The end of the private key that begins here, behind its last dashes or of the text; -1 if none begins. */
    static int end(String text, int at) {
        if (!begins(text, at, BEGIN)) {
            return -1;
        }
        int end = text.indexOf(END, at);
        int dashes = end < 0 ? -1 : text.indexOf(DASHES, end + END.length());
        return dashes < 0 ? text.length() : dashes + DASHES.length();
    }

    private static boolean begins(String text, int at, String line) {
        if (!text.startsWith(line, at)) {
            return false;
        }
        int label = at + line.length();
        int dashes = text.indexOf(DASHES, label);
        int word = text.indexOf("PRIVATE KEY", label);
        return word >= 0 && word < dashes && dashes - label < LONGEST_LABEL;
    }

    /** Lines of output; those of a private key become one mask each. Where its begin is lost, all lines before its end. */
    static List<String> hidden(List<String> lines) {
        List<String> shown = new ArrayList<>(lines.size());
        boolean inside = false;
        for (String line : lines) {
            int begin = line.indexOf(BEGIN);
            int end = line.indexOf(END);
            boolean ends = end >= 0 && begins(line, end, END);
            boolean begins = begin >= 0 && begins(line, begin, BEGIN);
            if (ends && !inside && !begins) {
                shown.replaceAll(before -> Redaction.MASK);
            }
            shown.add(inside || (ends && !begins) ? Redaction.MASK : line);
            inside = (inside || begins) && !ends;
        }
        return shown;
    }
}

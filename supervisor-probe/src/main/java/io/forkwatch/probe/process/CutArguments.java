package io.forkwatch.probe.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Arguments that take too many bytes, cut so that what names a program is left: one that is long itself loses its end,
 * or all of it, before any is left out. Half a word is never kept: it may be half a secret, which nobody would know for
 * one. What is missing is an ellipsis.
 */
final class CutArguments {
    /** A text and the place that refers to it, without its characters: what the JVM takes for them, about. */
    private static final int BYTES_OF_TEXT = 56;

    private static final int BYTES_OF_CHARACTER = 2;
    private static final String CUT = "…";
    /** The program itself says most: it may take half. */
    private static final int PROGRAM_SHARE = 2;

    private CutArguments() {}

    /** True if they take no more. Ends as soon as that is known. */
    static boolean fit(List<String> arguments, int mostBytes) {
        long room = mostBytes;
        for (int i = 0; i < arguments.size() && room >= 0; i++) {
            room -= bytes(arguments.get(i));
        }
        return room >= 0;
    }

    /** The bytes that one takes at most: in the JVM a character needs one or two. */
    static long bytes(String argument) {
        return BYTES_OF_TEXT + (long) BYTES_OF_CHARACTER * argument.length();
    }

    /** The same of all. */
    static long bytes(List<String> arguments) {
        long bytes = 0;
        for (int i = 0; i < arguments.size(); i++) {
            bytes += bytes(arguments.get(i));
        }
        return bytes;
    }

    /** As much of them as fits: long ones cut to an eighth of it, or else to a 64th, and at last without the rest. */
    static List<String> of(List<String> arguments, int mostBytes) {
        List<String> gently = cut(arguments, mostBytes, mostBytes / 8);
        return gently.size() == arguments.size() ? gently : cut(arguments, mostBytes, mostBytes / 64);
    }

    private static List<String> cut(List<String> arguments, int mostBytes, int longestBytes) {
        List<String> kept = new ArrayList<>();
        long room = mostBytes - bytes(CUT);
        for (String argument : arguments) {
            int longest = kept.isEmpty() ? mostBytes / PROGRAM_SHARE : longestBytes;
            String shown = bytes(argument) <= longest ? argument : wholeWords(argument, longest);
            room -= bytes(shown);
            if (room < 0) {
                kept.add(CUT);
                return kept;
            }
            kept.add(shown);
        }
        return kept;
    }

    private static String wholeWords(String argument, int mostBytes) {
        int end = (mostBytes - BYTES_OF_TEXT) / BYTES_OF_CHARACTER - 1;
        while (end > 0 && !Character.isWhitespace(argument.charAt(end))) {
            end--;
        }
        return end <= 0 ? CUT : argument.substring(0, end + 1) + CUT;
    }
}

package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.program.Programs;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code timeout} was asked for: GNU coreutils 9.1, timeout(1).
 *
 * @param nanos the duration
 * @param signal what it sends then
 * @param killAfterNanos after how long it sends SIGKILL as well; absent if it does not
 * @param preservesStatus true if it exits as its command does
 */
public record TimeLimit(long nanos, String signal, OptionalLong killAfterNanos, boolean preservesStatus) {
    /** The limit in a command; empty if that is not timeout, or not understood. */
    public static Optional<TimeLimit> in(List<String> arguments) {
        List<String> words = WrapperEnds.command(arguments);
        if (words.isEmpty() || !Programs.basename(words.get(0)).equals("timeout")) {
            return Optional.empty();
        }
        String signal = "TERM";
        OptionalLong killAfter = OptionalLong.empty();
        boolean preserves = false;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                OptionalLong nanos = nanos(word);
                return nanos.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new TimeLimit(nanos.getAsLong(), signal, killAfter, preserves));
            }
            preserves |= word.equals("--preserve-status") || word.equals("-p");
            boolean apart =
                    word.equals("-s") || word.equals("-k") || word.equals("--signal") || word.equals("--kill-after");
            String value = apart && i + 1 < words.size() ? words.get(i + 1) : joined(word);
            i += apart ? 1 : 0;
            if (word.startsWith("-s") || word.startsWith("--signal")) {
                signal = name(value);
            } else if (word.startsWith("-k") || word.startsWith("--kill-after")) {
                killAfter = nanos(value);
            }
        }
        return Optional.empty();
    }

    private static String joined(String word) {
        return word.startsWith("--")
                ? word.substring(word.indexOf('=') + 1)
                : word.substring(Math.min(2, word.length()));
    }

    private static String name(String value) {
        String name = value.startsWith("SIG") ? value.substring(3) : value;
        return switch (name) {
            case "9" -> "KILL";
            case "15" -> "TERM";
            case "2" -> "INT";
            case "1" -> "HUP";
            default -> name;
        };
    }

    /** The end of the duration, in nanoseconds: a number with s, m, h or d. A duration of 0 is none. */
    private static OptionalLong nanos(String text) {
        char unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        double seconds = switch (unit) {
            case 'm' -> 60;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            default -> 1;
        };
        String number = "smhd".indexOf(unit) >= 0 ? text.substring(0, text.length() - 1) : text;
        if (!number.matches("[0-9]{1,9}([.][0-9]{0,9})?|[.][0-9]{1,9}")) {
            return OptionalLong.empty();
        }
        long nanos = (long) (Double.parseDouble(number) * seconds * 1e9);
        return nanos > 0 ? OptionalLong.of(nanos) : OptionalLong.empty();
    }
}

package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.table.TextTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a wrapper's own part of a command line is skipped.
 *
 * @param shortWithValue letters of the short options that take a value
 * @param longWithValue long options whose value may be the next argument, with their dashes
 * @param operands arguments of its own before the command, 0 and up
 */
record WrapperSyntax(String shortWithValue, Set<String> longWithValue, int operands) {
    WrapperSyntax {
        longWithValue = Set.copyOf(longWithValue);
        if (operands < 0) {
            throw new IllegalArgumentException("operands " + operands);
        }
    }

    /**
     * The table of wrappers, as {@code wrappers.txt} explains it.
     *
     * @return by the name of the program
     * @throws IllegalArgumentException if the text is no such table
     */
    static Map<String, WrapperSyntax> parse(String text) {
        Map<String, WrapperSyntax> all = new HashMap<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            List<String> programs = row.words(0);
            row.check(!programs.isEmpty(), "a program");
            WrapperSyntax syntax = of(row);
            for (String program : programs) {
                row.check(all.put(program, syntax) == null, "each program once");
            }
        }
        return Map.copyOf(all);
    }

    private static WrapperSyntax of(TextTable.Row row) {
        StringBuilder letters = new StringBuilder();
        Set<String> longOptions = new HashSet<>();
        for (String option : row.words(1)) {
            boolean isLong = option.startsWith("--");
            row.check(
                    option.charAt(0) == '-' && option.length() > (isLong ? 2 : 1) && option.indexOf('=') < 0,
                    "options like -u or --user");
            if (isLong) {
                longOptions.add(option);
            } else {
                letters.append(option, 1, option.length());
            }
        }
        List<String> operands = row.words(2);
        for (String operand : operands) {
            row.check(isCapital(operand), "arguments in capitals");
        }
        return new WrapperSyntax(letters.toString(), longOptions, operands.size());
    }

    private static boolean isCapital(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < 'A' || word.charAt(i) > 'Z') {
                return false;
            }
        }
        return true;
    }

    /** True if the argument behind this one is its value. */
    boolean takesNext(String argument) {
        if (argument.startsWith("--")) {
            return longWithValue.contains(argument);
        }
        if (!argument.startsWith("-")) {
            return false;
        }
        for (int i = 1; i < argument.length(); i++) {
            if (shortWithValue.indexOf(argument.charAt(i)) >= 0) {
                return i == argument.length() - 1;
            }
        }
        return false;
    }
}

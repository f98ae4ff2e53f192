package io.forkwatch.probe.naming;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Command lines of shells: {@code sh [options] FILE} and {@code sh [options] -c SCRIPT [NAME [ARGUMENT...]]}. */
final class Shells {
    private static final Set<String> LONG_WITH_VALUE = Set.of("--rcfile", "--init-file", "--command");

    private Shells() {}

    /**
     * A parsed command line.
     *
     * @param inline true if there was a {@code -c}
     * @param operands what is left without options: the file or script, then its arguments
     */
    record Call(boolean inline, List<String> operands) {
        Optional<String> script() {
            return inline && !operands.isEmpty() ? Optional.of(operands.get(0)) : Optional.empty();
        }

        Optional<String> file() {
            return inline || operands.isEmpty() ? Optional.empty() : Optional.of(operands.get(0));
        }

        /** {@code $0, $1, ...} of an inline script. */
        List<String> parameters() {
            return operands.subList(Math.min(1, operands.size()), operands.size());
        }
    }

    static Call parse(List<String> arguments) {
        boolean inline = false;
        boolean fromInput = false;
        int i = 1;
        while (i < arguments.size() && isOption(arguments.get(i))) {
            String option = arguments.get(i);
            i++;
            if (option.equals("--") || option.equals("-")) {
                break;
            }
            boolean isLong = option.startsWith("--");
            inline |= option.equals("--command") || (!isLong && option.charAt(0) == '-' && option.indexOf('c') > 0);
            fromInput |= !isLong && option.indexOf('s') > 0;
            i += takesValue(option, isLong) ? 1 : 0;
        }
        List<String> operands = arguments.subList(Math.min(i, arguments.size()), arguments.size());
        return new Call(inline, fromInput && !inline ? List.of() : operands);
    }

    /** {@code -o pipefail} and {@code -euo pipefail}: the name of the setting is the next argument. */
    private static boolean takesValue(String option, boolean isLong) {
        if (isLong) {
            return LONG_WITH_VALUE.contains(option) && !option.equals("--command");
        }
        char last = option.charAt(option.length() - 1);
        return last == 'o' || last == 'O';
    }

    private static boolean isOption(String argument) {
        return !argument.isEmpty()
                && (argument.charAt(0) == '-' || (argument.charAt(0) == '+' && argument.length() > 1));
    }
}

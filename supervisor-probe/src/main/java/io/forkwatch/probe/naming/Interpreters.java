package io.forkwatch.probe.naming;

import io.forkwatch.probe.naming.ResolvedCommand.Form;
import java.util.List;
import java.util.Map;

/** Programs that run a script: the script is the child's role, not the interpreter. */
final class Interpreters {
    /**
     * An interpreter's options.
     *
     * @param withValue short options whose value may be the next argument
     * @param code short options whose value is the program itself
     * @param module the short option that names a module, or a blank
     */
    private record Options(String withValue, String code, char module) {}

    private static final Options PYTHON = new Options("WXQ", "c", 'm');
    private static final Options NODE = new Options("rC", "ep", ' ');

    private static final Map<String, Options> ALL = Map.of(
            "python", PYTHON,
            "pypy", PYTHON,
            "node", NODE,
            "nodejs", NODE,
            "ruby", new Options("IrCE", "e", ' '),
            "perl", new Options("I", "eE", ' '),
            "php", new Options("dcz", "rBRS", ' '),
            "lua", new Options("l", "e", ' '),
            "rscript", new Options("", "e", ' '),
            "groovy", new Options("cp", "e", ' '));

    private static final List<String> LONG_WITH_VALUE = List.of("--require", "--import", "--loader", "--classpath");

    private Interpreters() {}

    /**
     * What the interpreter runs, or the program itself if it is none.
     *
     * @param program the plain name of the first argument
     */
    static ResolvedCommand target(String program, List<String> arguments) {
        Options options = ALL.get(program);
        return options == null ? itself(arguments) : script(options, arguments);
    }

    private static ResolvedCommand script(Options options, List<String> arguments) {
        int i = 1;
        while (i < arguments.size()) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-") || argument.equals("-")) {
                return argument.equals("-") ? itself(arguments) : new ResolvedCommand(Form.FILE, argument, arguments);
            }
            if (argument.startsWith("--")) {
                i += LONG_WITH_VALUE.contains(argument) ? 2 : 1;
                continue;
            }
            int letter = firstSpecial(options, argument);
            if (letter < 0) {
                i++;
            } else if (argument.charAt(letter) == options.module()) {
                return module(i, letter, arguments);
            } else if (options.code().indexOf(argument.charAt(letter)) >= 0) {
                return itself(arguments);
            } else {
                i += letter == argument.length() - 1 ? 2 : 1;
            }
        }
        return itself(arguments);
    }

    /** The first letter of {@code -uIm} that ends the run of plain flags; -1 if none does. */
    private static int firstSpecial(Options options, String argument) {
        for (int i = 1; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (c == options.module()
                    || options.code().indexOf(c) >= 0
                    || options.withValue().indexOf(c) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static ResolvedCommand module(int i, int letter, List<String> arguments) {
        String attached = arguments.get(i).substring(letter + 1);
        if (!attached.isEmpty()) {
            return new ResolvedCommand(Form.MODULE, attached, arguments);
        }
        return i + 1 < arguments.size()
                ? new ResolvedCommand(Form.MODULE, arguments.get(i + 1), arguments)
                : itself(arguments);
    }

    private static ResolvedCommand itself(List<String> arguments) {
        return new ResolvedCommand(Form.FILE, arguments.get(0), arguments);
    }
}

package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.program.Programs;
import java.util.List;

/**
 * What a command really runs, once wrappers are off.
 *
 * @param form what {@code name} is
 * @param name the class with its package, or the file with its path; empty where unknown
 * @param arguments the whole command without its wrappers
 */
record ResolvedCommand(Form form, String name, List<String> arguments) {
    /** What a target's name is. */
    enum Form {
        /** A Java class with its package. */
        MAIN_CLASS,
        /** A jar, with its path. */
        JAR,
        /** A Python module, with its packages. */
        MODULE,
        /** A program or script, with its path. */
        FILE
    }

    /**
     * Looks into java commands, interpreters and shells with a script file.
     *
     * @param arguments a command without wrappers
     */
    static ResolvedCommand of(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new ResolvedCommand(Form.FILE, "", arguments);
        }
        String program = PlainNames.program(arguments.get(0));
        if (program.equals("java") || program.equals("javaw")) {
            return JavaCommand.target(arguments);
        }
        if (Programs.isShell(program)) {
            return new ResolvedCommand(Form.FILE, Shells.parse(arguments).file().orElse(arguments.get(0)), arguments);
        }
        return Interpreters.target(program, arguments);
    }

    /** The last part of a path: {@code java} of {@code /usr/bin/java}. */
    static String basename(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}

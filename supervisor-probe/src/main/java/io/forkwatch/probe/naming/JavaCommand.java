package io.forkwatch.probe.naming;

import io.forkwatch.probe.naming.ResolvedCommand.Form;
import java.util.List;
import java.util.Set;

/** The main class, jar or source file of a {@code java} command, as the launcher's own parser (java(1)) sees it. */
final class JavaCommand {
    /** Options whose value is the next argument. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--limit-modules",
            "--patch-module",
            "--enable-native-access",
            "--source",
            "-d",
            "--describe-module");

    private JavaCommand() {}

    static ResolvedCommand target(List<String> arguments) {
        boolean jar = false;
        boolean file = false;
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-jar")) {
                jar = true;
            } else if (argument.equals("-m") || argument.equals("--module")) {
                return module(i + 1 < arguments.size() ? arguments.get(i + 1) : "", arguments);
            } else if (argument.startsWith("--module=")) {
                return module(argument.substring("--module=".length()), arguments);
            } else if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (argument.startsWith("@")) {
                file = true;
            } else if (!argument.isEmpty() && argument.charAt(0) != '-' && argument.charAt(0) != '$') {
                return operand(argument, jar, file, arguments);
            }
        }
        return new ResolvedCommand(Form.FILE, arguments.get(0), arguments);
    }

    private static ResolvedCommand operand(String operand, boolean jar, boolean file, List<String> arguments) {
        if (jar) {
            return new ResolvedCommand(Form.JAR, operand, arguments);
        }
        if (operand.endsWith(".java")) {
            return new ResolvedCommand(Form.FILE, operand, arguments);
        }
        if (file && !isClassName(operand)) {
            // The main class is in the @file: this is one of its own arguments.
            return new ResolvedCommand(Form.FILE, arguments.get(0), arguments);
        }
        return new ResolvedCommand(Form.MAIN_CLASS, operand.replace('/', '.'), arguments);
    }

    private static ResolvedCommand module(String value, List<String> arguments) {
        String className = value.substring(value.indexOf('/') + 1);
        return new ResolvedCommand(className.isEmpty() ? Form.FILE : Form.MAIN_CLASS, className, arguments);
    }

    private static boolean isClassName(String text) {
        return text.indexOf('.') > 0
                && Character.isJavaIdentifierStart(text.charAt(0))
                && text.chars().allMatch(c -> Character.isJavaIdentifierPart(c) || c == '.');
    }
}

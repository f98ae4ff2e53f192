package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.program.Programs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes programs off a command that only start another one: shells with a script, env, nice, timeout, sudo, ... */
final class Wrappers {
    /** Wrappers in wrappers: nobody nests more. */
    private static final int DEEPEST = 16;

    /**
     * How a wrapper's own part of the command line is skipped.
     *
     * @param withValue short options that take a value
     * @param longWithValue long options whose value may be the next argument
     * @param operands arguments of its own before the command
     */
    private record Syntax(String withValue, Set<String> longWithValue, int operands) {
        Syntax(String withValue, String... longWithValue) {
            this(withValue, Set.of(longWithValue), 0);
        }

        Syntax operands(int count) {
            return new Syntax(withValue, longWithValue, count);
        }
    }

    private static final Map<String, Syntax> SYNTAX = syntax();
    /** These take the script of a shell after a {@code -c}. */
    private static final Set<String> SCRIPT_RUNNERS = Set.of("su", "runuser", "script");

    private Wrappers() {}

    /**
     * The innermost command.
     *
     * @param arguments a command as it was started
     * @return what it starts in the end; a wrapper that starts nothing, or a shell whose script is more than one
     *     command, is returned as it is, a shell without its script
     */
    static List<String> lookThrough(List<String> arguments) {
        List<String> command = arguments;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Optional<List<String>> inner = inner(command);
            if (inner.isEmpty() || inner.get().isEmpty()) {
                return command;
            }
            command = inner.get();
        }
        return command;
    }

    private static Optional<List<String>> inner(List<String> command) {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        String program = ResolvedCommand.basename(command.get(0));
        String name = PlainNames.program(command.get(0));
        if (Programs.isShell(name)) {
            return ofShell(command);
        }
        if (Programs.isMultiCall(name)) {
            return Optional.of(command.subList(1, command.size()));
        }
        if (name.equals("eval")) {
            return Optional.of(shell(String.join(" ", command.subList(1, command.size()))));
        }
        if (SCRIPT_RUNNERS.contains(name) && scriptOf(command).isPresent()) {
            return scriptOf(command).map(Wrappers::shell);
        }
        Syntax syntax = SYNTAX.get(SYNTAX.containsKey(program) ? program : name);
        return syntax == null ? Optional.empty() : Optional.of(stripped(syntax, name, command));
    }

    /** The command that a shell's script starts, or the bare shell, or nothing if there is no script. */
    private static Optional<List<String>> ofShell(List<String> command) {
        Shells.Call call = Shells.parse(command);
        if (call.script().isEmpty()) {
            return Optional.empty();
        }
        List<String> words = expanded(ShellWords.firstCommand(call.script().get()), call.parameters());
        return Optional.of(words.isEmpty() ? command.subList(0, 1) : words);
    }

    /** {@code sh -c 'exec "$@"' sh java ...}: the parameters are on the command line. */
    private static List<String> expanded(List<String> words, List<String> parameters) {
        List<String> expanded = new ArrayList<>();
        for (String word : words) {
            String name = word.replace("{", "").replace("}", "");
            if (name.equals("$@") || name.equals("$*")) {
                expanded.addAll(parameters.subList(Math.min(1, parameters.size()), parameters.size()));
            } else if (name.length() == 2 && name.charAt(0) == '$' && Character.digit(name.charAt(1), 10) >= 0) {
                int number = Character.digit(name.charAt(1), 10);
                expanded.addAll(parameters.subList(
                        Math.min(number, parameters.size()), Math.min(number + 1, parameters.size())));
            } else {
                expanded.add(word);
            }
        }
        boolean unknown = !expanded.isEmpty() && isVariable(expanded.get(0));
        return unknown ? List.of() : expanded;
    }

    /** A command that is only a variable has no name here, except for the usual ones of Java's start scripts. */
    private static boolean isVariable(String word) {
        return word.startsWith("$")
                && word.indexOf('/') < 0
                && !word.replace("{", "").startsWith("$JAVA");
    }

    private static Optional<String> scriptOf(List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            String option = command.get(i);
            if (option.startsWith("--command=")) {
                return Optional.of(option.substring("--command=".length()));
            }
            boolean announces = option.equals("--command")
                    || (option.length() > 1
                            && option.charAt(0) == '-'
                            && option.charAt(1) != '-'
                            && option.endsWith("c"));
            if (announces && i + 1 < command.size()) {
                return Optional.of(command.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    private static List<String> stripped(Syntax syntax, String name, List<String> command) {
        int i = 1;
        while (i < command.size() && isOwn(command.get(i))) {
            String argument = command.get(i);
            i++;
            if (argument.equals("--")) {
                break;
            }
            if (name.equals("env") && isSplit(argument)) {
                return split(command, i - 1);
            }
            i += takesNext(syntax, argument) ? 1 : 0;
        }
        i = Math.min(i + syntax.operands(), command.size());
        List<String> rest = command.subList(i, command.size());
        boolean script = rest.size() > 1 && rest.get(0).equals("-c");
        return script ? shell(rest.get(1)) : rest;
    }

    private static boolean isOwn(String argument) {
        return argument.startsWith("-") || ShellWords.isAssignment(argument);
    }

    private static boolean takesNext(Syntax syntax, String argument) {
        if (argument.startsWith("--")) {
            return syntax.longWithValue().contains(argument);
        }
        if (!argument.startsWith("-")) {
            return false;
        }
        for (int i = 1; i < argument.length(); i++) {
            if (syntax.withValue().indexOf(argument.charAt(i)) >= 0) {
                return i == argument.length() - 1;
            }
        }
        return false;
    }

    /** {@code -S}, {@code -iS}, {@code --split-string}. */
    private static boolean isSplit(String argument) {
        int i = 1;
        while (i < argument.length() && "i0v".indexOf(argument.charAt(i)) >= 0) {
            i++;
        }
        return argument.startsWith("--split-string")
                || (argument.startsWith("-") && i < argument.length() && argument.charAt(i) == 'S');
    }

    /** {@code env -S "nice java"}: the words of the text come in its place. */
    private static List<String> split(List<String> command, int option) {
        String argument = command.get(option);
        int value = argument.startsWith("--") ? argument.indexOf('=') : argument.indexOf('S');
        boolean attached = value > 0 && value < argument.length() - 1;
        int next = attached || option + 1 >= command.size() ? option + 1 : option + 2;
        List<String> words = new ArrayList<>(List.of("env"));
        if (attached || option + 1 < command.size()) {
            words.addAll(ShellWords.split(attached ? argument.substring(value + 1) : command.get(option + 1)));
        }
        words.removeIf(String::isBlank);
        words.addAll(command.subList(next, command.size()));
        return words;
    }

    private static Map<String, Syntax> syntax() {
        Map<String, Syntax> all = new HashMap<>();
        var plain = new Syntax("");
        for (String name : List.of(
                "nohup",
                "setsid",
                "catchsegv",
                "dbus-run-session",
                "catatonit",
                "unbuffer",
                "exec",
                "command",
                "builtin",
                "linux32",
                "linux64",
                "systemd-inhibit",
                "fakeroot",
                "winpty",
                "dbus-launch")) {
            all.put(name, plain);
        }
        for (String name : List.of("gosu", "su-exec", "setuidgid", "envdir", "faketime", "setarch")) {
            all.put(name, plain.operands(1));
        }
        all.put("env", new Syntax("uC", "--unset", "--chdir"));
        all.put("nice", new Syntax("n", "--adjustment"));
        all.put("ionice", new Syntax("cnpPu", "--class", "--classdata"));
        all.put("timeout", new Syntax("ks", "--kill-after", "--signal").operands(1));
        all.put("stdbuf", new Syntax("ioe", "--input", "--output", "--error"));
        all.put("taskset", new Syntax("").operands(1));
        all.put("chrt", new Syntax("TPD", "--sched-runtime", "--sched-period", "--sched-deadline").operands(1));
        all.put(
                "numactl",
                new Syntax("iCNmpPw", "--interleave", "--physcpubind", "--cpunodebind", "--membind", "--preferred"));
        all.put("time", new Syntax("fo", "--format", "--output"));
        all.put(
                "sudo",
                new Syntax(
                        "ughpCrtTUDR",
                        "--user",
                        "--group",
                        "--host",
                        "--prompt",
                        "--chdir",
                        "--chroot",
                        "--role",
                        "--type"));
        all.put("doas", new Syntax("uC"));
        all.put("runuser", new Syntax("ugGsw", "--user", "--group", "--supp-group", "--shell"));
        all.put(
                "setpriv",
                new Syntax(
                        "",
                        "--reuid",
                        "--regid",
                        "--ruid",
                        "--euid",
                        "--rgid",
                        "--egid",
                        "--groups",
                        "--inh-caps",
                        "--ambient-caps",
                        "--bounding-set",
                        "--securebits",
                        "--pdeathsig",
                        "--selinux-label",
                        "--apparmor-profile"));
        all.put(
                "unshare",
                new Syntax(
                        "SGRw",
                        "--setuid",
                        "--setgid",
                        "--root",
                        "--wd",
                        "--propagation",
                        "--setgroups",
                        "--map-user",
                        "--map-group"));
        all.put("nsenter", new Syntax("tSG", "--target", "--setuid", "--setgid"));
        all.put("chroot", plain.operands(1));
        all.put("prlimit", new Syntax("p", "--pid"));
        all.put(
                "xvfb-run",
                new Syntax(
                        "nefspw",
                        "--server-num",
                        "--server-args",
                        "--error-file",
                        "--auth-file",
                        "--wait",
                        "--xauth-protocol"));
        all.put("cgexec", new Syntax("g"));
        all.put(
                "systemd-run",
                new Syntax(
                        "puEMH",
                        "--property",
                        "--unit",
                        "--setenv",
                        "--machine",
                        "--host",
                        "--slice",
                        "--uid",
                        "--gid",
                        "--nice",
                        "--working-directory",
                        "--description",
                        "--service-type"));
        all.put("systemd-cat", new Syntax("tp", "--identifier", "--priority"));
        for (String name : List.of("tini", "tini-static", "docker-init")) {
            all.put(name, new Syntax("pe"));
        }
        all.put("dumb-init", new Syntax("r", "--rewrite"));
        all.put("flock", new Syntax("wE", "--timeout", "--conflict-exit-code", "--wait").operands(1));
        all.put("chpst", new Syntax("uUbe/CnlLmdopfcrt"));
        all.put("strace", new Syntax("oepsuaEIOPSXb"));
        all.put("ltrace", new Syntax("oepsuaAFlnwx"));
        all.put("valgrind", plain);
        all.put("cpulimit", new Syntax("lepP", "--limit", "--exe", "--path", "--pid"));
        return Map.copyOf(all);
    }
}

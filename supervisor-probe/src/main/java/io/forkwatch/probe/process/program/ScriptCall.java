package io.forkwatch.probe.process.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A file that a command has a shell read: {@code bash cleanup.sh 4242}, {@code ./cleanup.sh 4242}.
 *
 * @param path the file, as it is named
 * @param byShell true if a shell was told to read it; else it may be any program
 * @param parameters {@code $0}, {@code $1} ...
 */
public record ScriptCall(String path, boolean byShell, List<String> parameters) {
    public ScriptCall {
        parameters = List.copyOf(parameters);
    }

    /** Those in a command, also in the script of a shell, behind {@code sudo} and the like. */
    public static List<ScriptCall> in(List<String> arguments) {
        List<String> words = KillCommand.withoutPrefixes(arguments);
        if (words.isEmpty()) {
            return List.of();
        }
        String script = Programs.isShell(words.get(0)) ? ShellScript.of(words) : "";
        if (script.isEmpty()) {
            return simple(words);
        }
        List<ScriptCall> calls = new ArrayList<>(1);
        List<String> parameters = words.subList(words.indexOf(script) + 1, words.size());
        for (ScriptCommands.Simple command : ScriptCommands.of(script, parameters)) {
            calls.addAll(simple(KillCommand.withoutPrefixes(KillCommand.opened(command.words()))));
        }
        return calls;
    }

    private static List<ScriptCall> simple(List<String> words) {
        if (words.isEmpty()) {
            return List.of();
        }
        boolean sourced = words.get(0).equals(".") || words.get(0).equals("source");
        boolean byShell = sourced || Programs.isShell(words.get(0));
        int at = byShell ? 1 : 0;
        boolean fromInput = false;
        while (byShell && at < words.size() && isOption(words.get(at))) {
            fromInput |= !words.get(at).startsWith("--") && words.get(at).indexOf('s') > 0;
            at += words.get(at).endsWith("o") ? 2 : 1;
        }
        if (fromInput
                || at >= words.size()
                || isOpen(words.get(at))
                || (!byShell && words.get(at).indexOf('/') < 0)) {
            return List.of();
        }
        return List.of(new ScriptCall(words.get(at), byShell, words.subList(at, words.size())));
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") || word.startsWith("+");
    }

    private static boolean isOpen(String path) {
        return path.isEmpty() || path.indexOf(ScriptCommands.UNKNOWN) >= 0 || path.indexOf(ScriptCommands.OWN) >= 0;
    }
}

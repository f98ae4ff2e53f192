package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.CommandLine;
import java.util.List;
import java.util.function.Function;

/**
 * The innermost command: without wrappers, and of a shell the one command of its script; else the shell alone. Empty where
 * nothing was asked to run.
 */
public record InnerCommand() implements Function<CommandLine, List<String>> {
    @Override
    public List<String> apply(CommandLine command) {
        return command.arguments().isEmpty() ? List.of() : Wrappers.lookThrough(command.arguments());
    }
}

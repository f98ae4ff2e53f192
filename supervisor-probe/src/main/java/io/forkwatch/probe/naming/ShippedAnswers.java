package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.CommandLine;
import java.util.function.BiPredicate;

/** The shipped {@link AnswerCodes}. They are read when they are asked: a JVM without children never does that. */
public record ShippedAnswers() implements BiPredicate<CommandLine, Integer> {
    /** True if this exit code is what the command answers. */
    @Override
    public boolean test(CommandLine command, Integer exitCode) {
        return AnswerCodes.shipped().isAnswer(command, exitCode);
    }
}

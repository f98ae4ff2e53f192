package io.forkwatch.probe.process.death;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.event.StartFailure;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which ends of children, other than a clean exit, are normal all the same.
 *
 * @param answers true if that exit code is an answer of that command, as 1 of {@code grep -q}
 * @param named by kind, the exit values that a user calls normal
 */
public record ExpectedEnds(BiPredicate<CommandLine, Integer> answers, Map<String, Set<Integer>> named) {
    private static final int NOT_FOUND = 127;

    public ExpectedEnds {
        named = Map.copyOf(named);
    }

    /** None of them. */
    public static ExpectedEnds none() {
        return new ExpectedEnds((command, exitCode) -> false, Map.of());
    }

    /** True if its exit code is an answer; to be asked of one that ended itself. */
    public boolean isAnswer(Death death) {
        OptionalInt value = death.ending().exitValue();
        return value.isPresent() && answers.test(death.child().command(), value.getAsInt());
    }

    /** True for a program that is not there and was only asked for, where a shell would have said so by exit 127. */
    public boolean isAnswer(StartFailure failure) {
        boolean sought = failure.command().program().indexOf('/') < 0;
        return sought && failure.isNotThere() && answers.test(failure.command(), NOT_FOUND);
    }

    /** True if the user has named this end of its kind. */
    public boolean isNamed(Death death) {
        OptionalInt value = death.ending().exitValue();
        Set<Integer> normal = named.getOrDefault(death.child().name().kind().name(), Set.of());
        return value.isPresent() && normal.contains(value.getAsInt());
    }
}

package io.forkwatch.probe.diagnose.verdict;

import io.forkwatch.probe.process.death.Descendant;
import java.util.OptionalLong;

/**
 * A process below a child that is named as the one whose end the child passes on.
 *
 * @param comm its command name, or the first word of its command
 * @param pid its pid; absent where nobody said it
 */
public record Culprit(String comm, OptionalLong pid) {
    private static final int MOST_CHARACTERS = 60;

    /** One that was sampled. */
    public static Culprit of(Descendant descendant) {
        return new Culprit(descendant.comm(), OptionalLong.of(descendant.key().pid()));
    }

    /** The name of the program in a command: its first word without the directory. */
    public static String program(String command) {
        int end = command.indexOf(' ');
        String word = end < 0 ? command : command.substring(0, end);
        String name = word.substring(word.lastIndexOf('/') + 1);
        return name.length() <= MOST_CHARACTERS ? name : name.substring(0, MOST_CHARACTERS);
    }
}

package io.forkwatch.probe.process;

import java.util.regex.Pattern;

/**
 * The role of a child, for example {@code surefire-fork}: a label value, so short and of a bounded set.
 *
 * @param name 1 to 40 characters of {@code a-z 0-9 . _ -}
 */
public record Kind(String name) {
    // Before OTHER, whose constructor needs it.
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9._-]{1,40}");

    /** Every child whose kind came after the cap on kinds was reached. */
    public static final Kind OTHER = new Kind("other");

    public Kind {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException("a kind is 1 to 40 of a-z 0-9 . _ -, not " + name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

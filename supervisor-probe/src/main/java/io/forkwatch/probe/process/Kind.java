package io.forkwatch.probe.process;

/**
 * The role of a child, for example {@code surefire-fork}: a label value, so short and of a bounded set.
 *
 * @param name 1 to 40 characters of {@code a-z 0-9 . _ -}
 */
public record Kind(String name) {
    private static final int LONGEST = 40;

    /** Every child whose kind came after the cap on kinds was reached. */
    public static final Kind OTHER = new Kind("other");

    public Kind {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException("a kind is 1 to 40 of a-z 0-9 . _ -, not " + name);
        }
    }

    private static boolean isAllowed(String name) {
        boolean allowed = !name.isEmpty() && name.length() <= LONGEST;
        for (int i = 0; allowed && i < name.length(); i++) {
            char c = name.charAt(i);
            allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        }
        return allowed;
    }

    // Written out: see ProcessKey.
    @Override
    public boolean equals(Object other) {
        return other instanceof Kind that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}

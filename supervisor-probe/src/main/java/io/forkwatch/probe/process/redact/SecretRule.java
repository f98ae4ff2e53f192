package io.forkwatch.probe.process.redact;

import java.util.List;

/**
 * A row of the table of programs.
 *
 * @param onlyWith words that must have come before, in any order; 31 at the most
 * @param places where the secrets are then
 */
record SecretRule(List<String> onlyWith, List<SecretPlace> places) {
    SecretRule {
        onlyWith = List.copyOf(onlyWith);
        places = List.copyOf(places);
        if (onlyWith.size() > 31 || places.isEmpty()) {
            throw new IllegalArgumentException(onlyWith.size() + " words, " + places.size() + " places");
        }
    }

    /** Which words that must have come before this one is: a bit for each. */
    int bitsOf(String word) {
        int bits = 0;
        for (int i = 0; i < onlyWith.size(); i++) {
            String wanted = onlyWith.get(i);
            boolean letter = wanted.length() == 2 && wanted.charAt(0) == '-';
            boolean found = letter ? SecretPlace.hasLetter(word, wanted.charAt(1)) : wanted.equalsIgnoreCase(word);
            bits |= found ? 1 << i : 0;
        }
        return bits;
    }

    int allBits() {
        return (1 << onlyWith.size()) - 1;
    }

    /** True where letters may stand together before this option, as in getopt(3): its value may be glued to it. */
    boolean clusters(SecretPlace place) {
        for (SecretPlace other : places) {
            if (other.how() == SecretPlace.How.GLUED && other.lead().equals(place.lead())) {
                return true;
            }
        }
        return false;
    }
}

package io.forkwatch.probe.process.redact;

import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables of programs with secrets on their command lines, and of secrets known by their shape.
 *
 * @param programs the rules by the name of the program
 * @param always rules for every program
 * @param shapes what tokens look like
 */
record SecretTable(Map<String, List<SecretRule>> programs, List<SecretRule> always, List<TokenShape> shapes) {
    /** What means a secret for some program: all that is known if the table of programs cannot be read. */
    private static final String DOUBTFUL = "-p SECRET, -pSECRET, -P SECRET, -PSECRET, -a SECRET, -aSECRET, -w SECRET,"
            + " -wSECRET, -k SECRET, -K SECRET, -u SECRET, -uSECRET, -U SECRET, -USECRET, -b SECRET, -E SECRET,"
            + " -t SECRET, -N SECRET, -pw SECRET, -pass SECRET, -passin SECRET, -passout SECRET, --user SECRET,"
            + " --cert SECRET, --proxy-user SECRET, /p:SECRET, login SECRET, NAME/SECRET@";

    SecretTable {
        programs = Map.copyOf(programs);
        always = List.copyOf(always);
        shapes = List.copyOf(shapes);
    }

    /**
     * Reads both tables. If one cannot be read, too much is taken for a secret rather than too little.
     *
     * @param programs the text of {@code secret-arguments.txt}
     * @param shapes the text of {@code token-shapes.txt}
     */
    static SecretTable of(String programs, String shapes) {
        try {
            Map<String, List<SecretRule>> rules = rulesOf(programs);
            return new SecretTable(rules, rules.isEmpty() ? doubtful() : List.of(), shapesOf(shapes));
        } catch (IllegalArgumentException broken) {
            return new SecretTable(Map.of(), doubtful(), List.of(TokenShape.ANY));
        }
    }

    private static List<SecretRule> doubtful() {
        return List.of(new SecretRule(List.of(), places(DOUBTFUL)));
    }

    /**
     * The rules of a table.
     *
     * @throws IllegalArgumentException if the text is no such table
     */
    static Map<String, List<SecretRule>> rulesOf(String text) {
        Map<String, List<SecretRule>> rules = new HashMap<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            SecretRule rule = new SecretRule(row.words(1), places(row.cells().get(2)));
            row.check(!row.words(0).isEmpty(), "a program");
            for (String program : row.words(0)) {
                row.check(program.equals(program.toLowerCase(Locale.ROOT)), "programs in small letters");
                rules.computeIfAbsent(program, name -> new ArrayList<>()).add(rule);
            }
        }
        rules.replaceAll((name, all) -> List.copyOf(all));
        return rules;
    }

    private static List<SecretPlace> places(String cell) {
        List<SecretPlace> places = new ArrayList<>();
        for (String notation : TextTable.parts(cell)) {
            places.add(SecretPlace.parse(notation));
        }
        return places;
    }

    /**
     * The shapes of a table; one that fits any long mix of letters and digits if it is empty.
     *
     * @throws IllegalArgumentException if the text is no such table
     */
    static List<TokenShape> shapesOf(String text) {
        List<TokenShape> shapes = new ArrayList<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            List<String> length = row.words(1);
            row.check(
                    !length.isEmpty() && (length.size() == 1 || length.get(1).equals("solid")),
                    "a length, with or without solid");
            for (String prefix : row.words(0)) {
                shapes.add(new TokenShape(prefix, Integer.parseInt(length.get(0)), length.size() > 1));
            }
        }
        return shapes.isEmpty() ? List.of(TokenShape.ANY) : shapes;
    }

    /** The rules of a program; none if it has no secrets. */
    List<SecretRule> rules(String program) {
        return programs.getOrDefault(program, List.of());
    }

    /** Where a token that begins at this place ends, and from where on it is hidden; empty spans hide nothing. */
    TokenShape.Span tokenAt(String text, int at) {
        for (TokenShape shape : shapes) {
            if (shape.beginsAt(text, at)) {
                TokenShape.Span span = shape.spanAt(text, at);
                if (!span.isEmpty()) {
                    return span;
                }
            }
        }
        return TokenShape.Span.NONE;
    }
}

package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program that runs another says on stderr of how that ended, by the table {@code wrapper-words.txt}.
 *
 * @param signal what ended the command; 0 where the words do not say which
 * @param program one of the programs that write so
 * @param plain false if the words only have an exit code of 128 + n, which the command may have chosen
 * @param line the line itself, at most 200 characters
 * @param fromEnd how many lines came after it, 0 and up
 */
public record WrapperNotice(int signal, Set<String> program, boolean plain, String line, int fromEnd) {
    private static final int MOST_CHARACTERS = 200;

    private static final Pattern FIXED = Pattern.compile("\\{=(\\d{1,2})}");

    /** The words of a row; {@code fixed} is the signal that they are written for, 0 if they name it themselves. */
    private record Form(Set<String> programs, Pattern pattern, boolean plain, int fixed) {}

    private static final List<Form> FORMS = parse(TextTable.shipped(WrapperNotice.class, "wrapper-words.txt"));

    private static List<Form> parse(String text) {
        List<Form> forms = new ArrayList<>();
        for (TextTable.Row row : TextTable.parse(text)) {
            String words = row.cells().get(1);
            Matcher fixed = FIXED.matcher(words);
            int signal = fixed.find() ? Integer.parseInt(fixed.group(1)) : 0;
            Pattern pattern = pattern(fixed.replaceAll(""));
            forms.add(new Form(Set.copyOf(row.words(0)), pattern, !words.contains("{code}"), signal));
        }
        return List.copyOf(forms);
    }

    // The words are quoted, what stands for the signal is not.
    private static Pattern pattern(String words) {
        String quoted = Pattern.quote(words)
                .replace("{n}", "\\E(?<n>[0-9]{1,2})\\b\\Q")
                .replace("{NAME}", "\\E(?<name>SIG[A-Z0-9]{2,6})\\b\\Q")
                .replace("{text}", "\\E(?<text>" + ShellNotice.pattern() + ")\\b\\Q")
                .replace("{code}", "\\E(?<code>1[2-9][0-9])\\b\\Q")
                .replace("{pid}", "\\E[0-9]+\\Q");
        return Pattern.compile(quoted, Pattern.CASE_INSENSITIVE);
    }

    /** The last line that is one of theirs; empty if none is. */
    public static Optional<WrapperNotice> last(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            for (Form form : FORMS) {
                Optional<WrapperNotice> notice = read(form, lines.get(i), lines.size() - 1 - i);
                if (notice.isPresent()) {
                    return notice;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<WrapperNotice> read(Form form, String line, int fromEnd) {
        Matcher matcher = form.pattern().matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int signal = signal(form, matcher);
        String words = line.strip();
        return Optional.of(new WrapperNotice(
                signal,
                form.programs(),
                form.plain(),
                words.length() <= MOST_CHARACTERS ? words : words.substring(0, MOST_CHARACTERS),
                fromEnd));
    }

    private static int signal(Form form, Matcher matcher) {
        String pattern = form.pattern().pattern();
        if (pattern.contains("(?<n>")) {
            return Integer.parseInt(matcher.group("n"));
        }
        if (pattern.contains("(?<code>")) {
            return Integer.parseInt(matcher.group("code")) - 128;
        }
        if (pattern.contains("(?<text>")) {
            return ShellNotice.signal(matcher.group("text"));
        }
        return pattern.contains("(?<name>")
                ? ShellNotice.number(matcher.group("name").toUpperCase(Locale.ROOT))
                : form.fixed();
    }
}

package io.forkwatch.probe.options;

import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.process.Kind;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code kind.NAME=regex}. What it needs is loaded only for those who have such rules. */
final class KindRules {
    private static final int MAX_NAME_CHARS = 40;

    private KindRules() {}

    /**
     * The rule in a setting.
     *
     * @param regex its value, not empty and not too long
     * @throws BadOption if NAME is not allowed, or the value is no regular expression
     */
    static KindRule of(String regex, Setting setting) throws BadOption {
        String name = setting.key().substring("kind.".length());
        if (!isName(name)) {
            throw BadOption.notAllowed(Option.KIND, setting);
        }
        try {
            return new KindRule(new Kind(name), Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw BadOption.notRegex(setting, e.getDescription(), e.getIndex());
        }
    }

    /** Whether a NAME may be a kind: 1 to 40 of {@code a-z 0-9 . _ -}. */
    static boolean isName(String name) {
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (!(c >= 'a' && c <= 'z') && !Quantity.isDigit(c) && "._-".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_NAME_CHARS;
    }
}

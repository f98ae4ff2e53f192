package io.forkwatch.probe.process.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that only the sentence around them gives away: {@code echo x | docker login --password-stdin},
 * {@code os.environ['TOKEN'] = 'x'}, {@code setdefault("API_KEY", "x")}. Every quantifier is bounded or cannot go back, so
 * time is linear in the length.
 */
final class ScriptSecrets {
    private static final String QUOTE = "(\\\\{0,3}[\"'`])";
    private static final String NAME = "([\\w.-]{1,64})";

    private static final String NAME_THEN_QUOTE = "()" + NAME + "[\"']?";

    /** A key, in the second group, and the quote that opens its value, in the third. */
    private static final List<Pattern> KEYS = List.of(
            Pattern.compile("[\\[{(] {0,4}" + QUOTE + NAME + "\\1 {0,4}[]})] {0,4}(?:=>?|:) {0,4}N?" + QUOTE),
            Pattern.compile("(?<![\\w.-])" + NAME_THEN_QUOTE + " {0,4}=> {0,4}" + QUOTE),
            Pattern.compile("\\{()" + NAME + "} {0,4}= {0,4}" + QUOTE),
            Pattern.compile("\\( {0,4}" + QUOTE + NAME + "\\1 {0,4}, {0,4}" + QUOTE),
            Pattern.compile("\\b(?:key|name|id)=" + QUOTE + NAME + "\\1 {1,8}value=" + QUOTE),
            Pattern.compile("()(?i:\\b(password|passwd)) ?\\( ?" + QUOTE));

    /** What is given to a function that takes a secret and nothing else that matters. */
    private static final Pattern CALL = Pattern.compile(
            "(?i:\\b(?:set_?\\w{0,20}(?:password|passwd|secret|token)|db\\.auth))\\(([^()\"']{0,200}+[\"'][^()]{0,400}+)\\)");

    private static final Pattern SAYS = Pattern.compile(
            "^(?:[\\s{+!]|then\\b|do\\b|else\\b|time\\b|exec\\b|command\\b|[\"'])*+(?:[\\w./]{0,64}/)?(?:echo|printf|yes)\\s++"
                    + "(?:-[neE]{1,3}\\s++)*+");

    private static final Pattern SAYS_IN_QUOTES =
            Pattern.compile("[\"']\\s{0,8}(?:/bin/|/usr/bin/)?(?:echo|printf|yes)\\s++(?:-[neE]{1,3}\\s++)*+");

    /** Commands that read a secret from where they stand. */
    private static final Pattern READS =
            Pattern.compile("stdin\\b|--with-token\\b|--passphrase-fd\\b|\\bsudo\\s(?:\\S{1,40}\\s{1,4}){0,6}-\\w{0,8}S"
                    + "|\\b(?:chpasswd|passwd|smbpasswd|cryptsetup|kinit|vault|su|ansible-vault|kubeseal|secret-tool|sshpass)\\b"
                    + "|\\bsecrets? (?:set|create)\\b");

    private static final String HERE = "<<<";

    private final String text;
    private final List<TokenShape.Span> spans = new ArrayList<>(0);
    private int next;

    private ScriptSecrets(String text) {
        this.text = text;
    }

    /** Those of a text. */
    static ScriptSecrets in(String text) {
        ScriptSecrets found = new ScriptSecrets(text);
        if (QuotedText.isManyWords(text)) {
            found.findKeys();
            found.findCalls();
            found.findPiped(true);
            found.findPiped(false);
            found.spans.sort(Comparator.comparingInt(TokenShape.Span::from));
        }
        return found;
    }

    /** Where the secret that begins at this place ends, or -1 if none does. To be asked of places in their order. */
    int endAt(int at) {
        while (next < spans.size() && spans.get(next).from() < at) {
            next++;
        }
        return next < spans.size() && spans.get(next).from() == at
                ? spans.get(next).to()
                : -1;
    }

    private void findKeys() {
        for (Pattern pattern : KEYS) {
            Matcher key = pattern.matcher(text);
            while (key.find()) {
                if (SecretNames.isAssigned(key.group(2))) {
                    add(key.end(), closing(key.end(), key.group(3)));
                }
            }
        }
    }

    private int closing(int from, String quote) {
        int end = text.indexOf(quote, from);
        return end < 0 ? text.length() : end;
    }

    private void findCalls() {
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            add(call.start(1), call.end(1));
        }
    }

    private void add(int from, int to) {
        int end = to;
        while (end > from && QuotedText.isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (end > from) {
            spans.add(new TokenShape.Span(from, end));
        }
    }

    /** With {@code quoted} an operator in quotes is none; without, a script in the quotes of another is read as well. */
    private void findPiped(boolean quoted) {
        if (text.indexOf('|') < 0 && !text.contains(HERE)) {
            return;
        }
        List<TokenShape.Span> pipeline = new ArrayList<>();
        char open = QuotedText.NONE;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (quoted && open != QuotedText.NONE) {
                open = c == open ? QuotedText.NONE : open;
            } else if (quoted && QuotedText.isQuote(c)) {
                open = c;
            } else if (";&|\n()`".indexOf(c) >= 0 && !text.startsWith("|&", i - 1)) {
                pipeline.add(new TokenShape.Span(start, i));
                start = i + 1;
                boolean pipe = c == '|' && !text.startsWith("|", i + 1) && !text.startsWith("||", i - 1);
                if (!pipe) {
                    search(pipeline, quoted);
                    pipeline.clear();
                }
            }
        }
        search(pipeline, quoted);
    }

    private void search(List<TokenShape.Span> pipeline, boolean quoted) {
        boolean read = false;
        for (int i = pipeline.size() - 1; i >= 0; i--) {
            TokenShape.Span command = pipeline.get(i);
            if (read) {
                Matcher says = (quoted ? SAYS : SAYS_IN_QUOTES).matcher(text).region(command.from(), command.to());
                if (says.find()) {
                    add(says.end(), command.to());
                }
            }
            if (READS.matcher(text).region(command.from(), command.to()).find()) {
                read = true;
                int here = text.indexOf(HERE, command.from());
                if (here >= 0 && here < command.to()) {
                    add(afterBlanks(here + HERE.length()), command.to());
                }
            }
        }
    }

    private int afterBlanks(int from) {
        int i = from;
        while (i < text.length() && QuotedText.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }
}

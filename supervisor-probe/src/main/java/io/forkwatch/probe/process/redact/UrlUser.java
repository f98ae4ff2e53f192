package io.forkwatch.probe.process.redact;

/** What stands before the host of a URL: a user, a password, or a token in the place of one. */
final class UrlUser {
    private static final int LONGEST_PLAIN_USER = 16;

    private UrlUser() {}

    /**
     * The secret before the host, up to its {@code @} or the end of a text that was cut; an empty span if there is none.
     *
     * @param start behind {@code ://}
     * @param web true for http and https
     */
    static TokenShape.Span secretIn(String text, int start, boolean web) {
        int end = start;
        int lastAt = -1;
        while (end < text.length() && !endsHost(text.charAt(end))) {
            lastAt = text.charAt(end) == '@' ? end : lastAt;
            end++;
        }
        if (lastAt < 0) {
            lastAt = atBehindSlash(text, start, end);
        }
        if (lastAt < 0 && end == text.length() && text.charAt(end - 1) == Redaction.CUT) {
            return secretOfCut(text, start, end);
        }
        return lastAt > start ? secretBefore(text, start, lastAt, web) : TokenShape.Span.NONE;
    }

    /** {@code https://me:hun…}, cut by whoever took it: what stands behind the colon is the start of a password or a port. */
    private static TokenShape.Span secretOfCut(String text, int start, int end) {
        int colon = text.indexOf(':', start);
        return colon < 0 || isDigits(text, colon + 1, end - 1)
                ? TokenShape.Span.NONE
                : new TokenShape.Span(colon + 1, end);
    }

    private static TokenShape.Span secretBefore(String text, int start, int lastAt, boolean web) {
        int colon = text.indexOf(':', start);
        if (colon >= 0 && colon < lastAt) {
            // https://TOKEN:@host and https://TOKEN:x-oauth-basic@host.
            boolean tokenFirst = colon + 1 == lastAt || text.startsWith("x-oauth-basic", colon + 1);
            return new TokenShape.Span(tokenFirst ? start : colon + 1, lastAt);
        }
        boolean lengthy = lastAt - start >= LONGEST_PLAIN_USER;
        boolean digits = hasDigit(text, start, lastAt);
        // spark://CoarseGrainedScheduler@host is a name.
        boolean token = web ? lengthy || digits : lengthy && digits;
        return token ? new TokenShape.Span(start, lastAt) : TokenShape.Span.NONE;
    }

    /** {@code me:hun/ter2@host}: what stands behind the colon is no port, so the slash is one of the password. */
    private static int atBehindSlash(String text, int start, int slash) {
        int colon = text.indexOf(':', start);
        boolean port = colon < 0 || colon >= slash || isDigits(text, colon + 1, slash);
        if (port || slash >= text.length() || text.charAt(slash) != '/' || text.charAt(start) == '[') {
            return -1;
        }
        int last = -1;
        for (int i = slash; i < text.length() && !QuotedText.isBlank(text.charAt(i)); i++) {
            if (QuotedText.isQuote(text.charAt(i))) {
                break;
            }
            last = text.charAt(i) == '@' ? i : last;
        }
        return last;
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A user alone at a web address that has digits is a token more often than a name. */
    private static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    static boolean endsHost(char c) {
        return "/\"'`<>".indexOf(c) >= 0 || QuotedText.isBlank(c);
    }
}

package io.forkwatch.probe.options;

import java.util.Optional;

/**
 * A text of one character or more.
 *
 * @param mostChars its greatest length
 * @param ofHost whether it is an address or the name of a host
 */
record Text(int mostChars, boolean ofHost) implements ValueParser<String> {
    /** A host is checked for its characters only: to resolve it may ask the network, which must not hold up the start. */
    @Override
    public Optional<String> parse(String text) {
        boolean allowed = !text.isEmpty() && text.length() <= mostChars && (!ofHost || isHost(text));
        return allowed ? Optional.of(text) : Optional.empty();
    }

    private static boolean isHost(String text) {
        int colons = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!isOfHost(c)) {
                return false;
            }
            colons += c == ':' ? 1 : 0;
        }
        // An IPv6 address has at least two colons; one is a host and its port.
        return colons != 1;
    }

    private static boolean isOfHost(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || Quantity.isDigit(c) || ".-_:%[]".indexOf(c) >= 0;
    }
}

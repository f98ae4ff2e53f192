package io.forkwatch.probe.top;

import io.forkwatch.probe.options.EscapedText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands behind {@code top}.
 *
 * @param url of a port, without the path of a page; absent for the one supervisor of this machine
 * @param once whether it is shown once, without waiting for keys
 * @param json whether the body is wanted as it is
 * @param sort by what the rows are sorted
 * @param user who asks; only with a file of the password
 * @param passwordFile whose first line is it
 * @param tokenFile whose first line is a bearer token
 * @param ca certificates that are trusted, PEM; absent for those of this Java
 */
record TopArguments(
        Optional<URI> url,
        boolean once,
        boolean json,
        SortBy sort,
        Optional<String> user,
        Optional<Path> passwordFile,
        Optional<Path> tokenFile,
        Optional<Path> ca) {
    private static final String ALLOWED = "allowed is top [URL] [--once] [--json] [--sort rss|cpu|age|name]"
            + " [--user NAME --password-file FILE] [--token-file FILE] [--ca FILE]";

    private static final int MOST_CHARS = 80;

    /** @throws WrongUse if one is not understood, or lacks another */
    static TopArguments parse(List<String> arguments) throws WrongUse {
        Parser parser = new Parser();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            parser.take(rest.next(), rest);
        }
        return parser.done();
    }

    private static String quoted(String text) {
        return '"' + EscapedText.of(text, MOST_CHARS) + '"';
    }

    /**
     * The address of a port: {@code http://host:port}, or {@code host:port}, maybe with a page of it.
     *
     * @throws WrongUse if it is none
     */
    static URI url(String text) throws WrongUse {
        try {
            boolean whole = text.contains("://");
            URI uri = new URI(whole ? text : "http://" + text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean known = scheme.equals("http") || scheme.equals("https");
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            boolean complete = whole || uri.getPort() > 0;
            if (known && plain && complete && uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65_535) {
                String folder = uri.getPath().replaceFirst("/(metrics|healthz)?$", "");
                return new URI(scheme, null, uri.getHost(), uri.getPort(), folder, null, null);
            }
        } catch (URISyntaxException none) {
            // Said below.
        }
        throw new WrongUse(quoted(text) + " is no address of a port; allowed is http://HOST:PORT, https://HOST:PORT or"
                + " HOST:PORT, without a name or password in it");
    }

    /** Takes one argument after the other. */
    private static final class Parser {
        private Optional<URI> url = Optional.empty();
        private boolean once;
        private boolean json;
        private SortBy sort = SortBy.RSS;
        private Optional<String> user = Optional.empty();
        private Optional<Path> passwordFile = Optional.empty();
        private Optional<Path> tokenFile = Optional.empty();
        private Optional<Path> ca = Optional.empty();

        void take(String argument, Iterator<String> rest) throws WrongUse {
            switch (argument) {
                case "--once" -> once = true;
                case "--json" -> json = true;
                case "--sort" -> sort = sort(value(argument, rest));
                case "--user" -> user = Optional.of(user(value(argument, rest)));
                case "--password-file" -> passwordFile = Optional.of(file(argument, value(argument, rest)));
                case "--token-file" -> tokenFile = Optional.of(file(argument, value(argument, rest)));
                case "--ca" -> ca = Optional.of(file(argument, value(argument, rest)));
                default -> address(argument);
            }
        }

        private void address(String argument) throws WrongUse {
            if (argument.isEmpty() || argument.startsWith("-") || url.isPresent()) {
                throw new WrongUse(quoted(argument) + " is not understood; " + ALLOWED);
            }
            url = Optional.of(TopArguments.url(argument));
        }

        private static String value(String argument, Iterator<String> rest) throws WrongUse {
            if (!rest.hasNext()) {
                throw new WrongUse(argument + " needs a value; " + ALLOWED);
            }
            return rest.next();
        }

        private static SortBy sort(String text) throws WrongUse {
            Optional<SortBy> known = SortBy.ofArgument(text);
            if (known.isEmpty()) {
                throw new WrongUse("--sort " + quoted(text) + " is not allowed: " + SortBy.ALLOWED);
            }
            return known.get();
        }

        private static String user(String text) throws WrongUse {
            if (text.isEmpty() || text.indexOf(':') >= 0) {
                throw new WrongUse("--user " + quoted(text) + " is not allowed: a name without a colon");
            }
            return text;
        }

        private static Path file(String argument, String text) throws WrongUse {
            try {
                if (!text.isEmpty()) {
                    return Path.of(text);
                }
            } catch (InvalidPathException none) {
                // Said below.
            }
            throw new WrongUse(argument + " " + quoted(text) + " is not allowed: the name of a file");
        }

        TopArguments done() throws WrongUse {
            if (user.isPresent() != passwordFile.isPresent()) {
                throw new WrongUse("--user and --password-file need each other; " + ALLOWED);
            }
            if (user.isPresent() && tokenFile.isPresent()) {
                throw new WrongUse("--user and --token-file exclude each other; " + ALLOWED);
            }
            return new TopArguments(url, once, json, sort, user, passwordFile, tokenFile, ca);
        }
    }
}

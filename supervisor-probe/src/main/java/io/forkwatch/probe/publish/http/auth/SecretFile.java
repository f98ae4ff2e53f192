package io.forkwatch.probe.publish.http.auth;

import io.forkwatch.agent.entry.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A file of secrets that is read again when it has changed. While it cannot be read or understood, what it said last holds;
 * before it was ever understood, nobody is known. It is looked at on one thread, and used on any.
 */
final class SecretFile<T extends SecretFile.Known> {
    /** Nobody has so many users: a larger file is another one. */
    private static final int MOST_BYTES = 256 * 1024;

    private final String option;
    private final Path path;
    private final Parser<T> parser;

    private volatile T content;
    private Optional<Version> version = Optional.empty();
    private String problem = "";

    /** What such a file says. */
    interface Known {
        /** For people, without a secret. */
        String describe();
    }

    /** From its text to what it says. */
    interface Parser<T> {
        /** @throws IOException if it is not understood; the message names the line and what is allowed, and no secret */
        T parse(String text) throws IOException;
    }

    /** What is another where a file has changed. */
    private record Version(Object key, FileTime modified, long bytes) {}

    /**
     * A file that was not read yet.
     *
     * @param option that names it, for people
     * @param nobody what holds until it is understood
     */
    SecretFile(String option, Path path, T nobody, Parser<T> parser) {
        this.option = option;
        this.path = path;
        this.content = nobody;
        this.parser = parser;
    }

    /** What it says. */
    T content() {
        return content;
    }

    /** Looks whether it has changed; returns what is to be told of that, one line. */
    Optional<String> look() {
        try {
            RegularFile file = RegularFile.at(path);
            Version now = new Version(
                    file.key(), file.lastModifiedTime(), path.toFile().length());
            if (version.equals(Optional.of(now))) {
                return Optional.empty();
            }
            boolean first = version.isEmpty() && problem.isEmpty();
            version = Optional.of(now);
            content = parser.parse(new String(file.whole(MOST_BYTES), StandardCharsets.UTF_8));
            problem = "";
            return first
                    ? Optional.empty()
                    : Optional.of(option + '=' + path + " was read again: " + content.describe());
        } catch (IOException unusable) {
            return told(option + '=' + path + " cannot be used (" + unusable.getMessage() + "); what holds: "
                    + content.describe());
        }
    }

    private Optional<String> told(String line) {
        boolean news = !line.equals(problem);
        problem = line;
        return news ? Optional.of(line) : Optional.empty();
    }
}

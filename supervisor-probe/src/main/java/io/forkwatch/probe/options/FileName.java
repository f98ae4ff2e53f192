package io.forkwatch.probe.options;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file, or none. {@code stdout} is refused, as are others that only look like a file: what a host prints there is read
 * by programs.
 *
 * @param orStderr whether {@code stderr} may be written for none
 */
record FileName(boolean orStderr) implements ValueParser<Optional<Path>> {
    @Override
    public Optional<Optional<Path>> parse(String text) {
        if (text.equalsIgnoreCase("stderr")) {
            return orStderr ? Optional.of(Optional.empty()) : Optional.empty();
        }
        if (text.isEmpty() || text.equals("-") || text.equalsIgnoreCase("stdout")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Optional.of(Path.of(text)));
        } catch (IllegalArgumentException e) {
            // InvalidPathException: a NUL, or a character that the locale's encoding has not.
            return Optional.empty();
        }
    }
}

package io.forkwatch.probe.procfs.text;

import java.io.IOException;

/** A file under /proc does not read as its manual page says. The message names the file and what is wrong, never its text. */
public final class MalformedProcTextException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Names the file.
     *
     * @param file without its directory, for example {@code stat}
     * @param problem what is wrong with it, and where
     */
    public MalformedProcTextException(String file, String problem) {
        super(file + ": " + problem);
    }
}

package io.forkwatch.bench.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;

/** For fields of states: JMH makes states with a constructor that may not throw what is checked. */
final class Made {
    private Made() {}

    /** Makes something. */
    @FunctionalInterface
    interface Making<T> {
        T make() throws IOException;
    }

    static <T> T by(Making<T> making) {
        try {
            return making.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.forkwatch.probe.options;

import java.io.IOException;
import java.util.Map;

/** Options for the tests of those who use them. */
public final class GivenOptions {
    private GivenOptions() {}

    /** What a good agent argument sets, whatever this JVM's properties and environment are. */
    public static ProbeOptions of(String argument) {
        Parsed parsed = Parsed.of(argument, Map.of(), Map.of(), file -> {
            throw new IOException("no files here");
        });
        if (parsed instanceof Parsed.Good good) {
            return good.options();
        }
        throw new AssertionError(parsed);
    }
}

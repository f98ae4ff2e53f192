package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files of real processes, copied from a Linux 6.18 machine into {@code src/test/resources/procfs}. */
public final class Fixtures {
    private Fixtures() {}

    static byte[] bytes(String file) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/procfs/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String file) {
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }

    public static ByteSpan span(String file) {
        return ByteSpan.of(text(file));
    }
}

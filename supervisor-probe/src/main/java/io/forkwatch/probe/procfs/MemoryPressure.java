package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long processes have waited for memory, of the last 10 seconds: {@code /proc/pressure/memory}, or
 * {@code memory.pressure} of a control group, accounting/psi.rst.
 *
 * <pre>
 * some avg10=0.00 avg60=0.00 avg300=0.00 total=0
 * full avg10=0.00 avg60=0.00 avg300=0.00 total=0
 * </pre>
 *
 * @param someRatio the share of the time in which at least one waited, 0 to 1
 * @param fullRatio the share in which all did, 0 to 1
 */
public record MemoryPressure(double someRatio, double fullRatio) {
    private static final int MOST_BYTES = 512;
    private static final Pattern AVERAGES =
            Pattern.compile("some avg10=(\\d{1,3}\\.\\d\\d) .*\\nfull avg10=(\\d{1,3}\\.\\d\\d) .*\\n?");

    /** That of the machine; empty where the kernel does not tell. */
    public static Optional<MemoryPressure> ofMachine(ProcFs files) {
        return of(files.meminfo().resolveSibling("pressure").resolve("memory"));
    }

    /** That of a control group with this directory; empty where the kernel does not tell. */
    public static Optional<MemoryPressure> ofGroup(Path directory) {
        return of(directory.resolve("memory.pressure"));
    }

    private static Optional<MemoryPressure> of(Path file) {
        try (KernelFileHandle handle = new KernelFileHandle(file, MOST_BYTES)) {
            return parse(handle.read());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Parses both lines; empty if they are not like that. */
    public static Optional<MemoryPressure> parse(ByteSpan text) {
        Matcher averages = AVERAGES.matcher(new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1));
        return averages.matches()
                ? Optional.of(new MemoryPressure(ratio(averages.group(1)), ratio(averages.group(2))))
                : Optional.empty();
    }

    private static double ratio(String percent) {
        return Math.min(1, Math.round(Double.parseDouble(percent) * 100) / 10_000.0);
    }
}

package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /proc/<pid>/oom_score_adj}, proc_pid_oom_score_adj(5): one number from -1000 to 1000. */
public final class OomScoreAdj {
    /** A process with that is never taken. */
    public static final int NEVER = -1000;

    private static final int MOST = 1000;
    private static final int MOST_BYTES = 64;
    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,4})\n");

    private OomScoreAdj() {}

    /**
     * Reads it; absent where it cannot be read.
     *
     * @param process the directory of the process in {@code /proc}
     */
    public static OptionalInt read(Path process) {
        try (KernelFileHandle file = new KernelFileHandle(process.resolve("oom_score_adj"), MOST_BYTES)) {
            return parse(file.read());
        } catch (IOException gone) {
            return OptionalInt.empty();
        }
    }

    /** Parses it; absent if it is not one. */
    static OptionalInt parse(ByteSpan text) {
        Matcher number = NUMBER.matcher(new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1));
        if (!number.matches()) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(number.group(1));
        return value < NEVER || value > MOST ? OptionalInt.empty() : OptionalInt.of(value);
    }
}

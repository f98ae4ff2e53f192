package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.HostChecks;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /proc/<pid>/oom_score_adj}, proc_pid_oom_score_adj(5): one number from -1000 to 1000. */
public final class OomScoreAdj {
    /** A process with that is never taken. */
    public static final int NEVER = -1000;

    /** The most: it goes before all that have less, as far as the memory of the cgroup or the machine reaches. */
    public static final int MOST = 1000;

    private static final String FILE = "oom_score_adj";
    private static final int MOST_BYTES = 64;
    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,4})\n");

    private OomScoreAdj() {}

    /**
     * Reads it; absent where it cannot be read.
     *
     * @param process the directory of the process in {@code /proc}
     */
    public static OptionalInt read(Path process) {
        try (KernelFileHandle file = new KernelFileHandle(process.resolve(FILE), MOST_BYTES)) {
            return parse(file.read());
        } catch (IOException gone) {
            return OptionalInt.empty();
        }
    }

    /**
     * Raises it, and never lowers it. The file is held when it is asked whose pid this is: so what is written goes to the
     * process that was asked about, or to nobody, whoever has its pid by then.
     *
     * @param process the directory of the process in {@code /proc}
     * @param to what it is to be, {@link #MOST} at the most
     * @param same whether the process that has the pid is the one that is meant
     * @return true if it was raised; false if it was as high already, or the process is gone
     * @throws IOException if it may not be written, or the process went just then
     */
    public static boolean raise(Path process, int to, BooleanSupplier same) throws IOException {
        HostChecks.avoid();
        try (FileChannel file =
                FileChannel.open(process.resolve(FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
            file.read(buffer, 0);
            OptionalInt now = parse(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
            if (now.isEmpty() || now.getAsInt() >= to || !same.getAsBoolean()) {
                return false;
            }
            file.write(ByteBuffer.wrap((to + "\n").getBytes(StandardCharsets.ISO_8859_1)), 0);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Parses it; absent if it is not one. */
    static OptionalInt parse(ByteSpan text) {
        return parse(new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1));
    }

    private static OptionalInt parse(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(number.group(1));
        return value < NEVER || value > MOST ? OptionalInt.empty() : OptionalInt.of(value);
    }
}

package io.forkwatch.bench.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that makes ticks when its stdin says so, and whose system calls are counted meanwhile. */
final class Counted implements AutoCloseable {
    private static final int SETTLE_MILLIS = 1000;

    private final boolean perf;
    private final Path counts;
    private final Process program;
    private final PrintStream orders;
    private final BufferedReader answers;

    /**
     * Starts the program.
     *
     * @param counter {@code perf} or {@code strace}
     * @param counts where the counter writes
     */
    Counted(String counter, Path counts, List<String> command) throws IOException {
        this.perf = "perf".equals(counter);
        this.counts = counts;
        program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintStream(program.getOutputStream(), true, UTF_8);
        answers = new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8));
    }

    /** Has it make so many ticks at once, and waits for them. */
    void tick(int ticks) throws IOException {
        orders.println(ticks);
        if (answers.readLine() == null) {
            throw new IOException("the program has ended");
        }
    }

    /** All system calls that it makes while it makes {@code ticks} ticks, one a second. */
    long count(int ticks) throws IOException, InterruptedException {
        Process counter = counter();
        Thread.sleep(SETTLE_MILLIS);
        for (int tick = 0; tick < ticks; tick++) {
            tick(1);
            Thread.sleep(1000);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(counter.pid())).start().waitFor();
        counter.waitFor();
        long calls = 0;
        for (String line : Files.readAllLines(counts)) {
            calls += perf ? ofPerf(line) : ofStrace(line);
        }
        return calls;
    }

    private Process counter() throws IOException {
        String pid = Long.toString(program.pid());
        List<String> command = perf
                ? List.of("perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "-o", counts.toString(), "-p", pid)
                : List.of("strace", "-f", "-c", "-o", counts.toString(), "-p", pid);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    // 1234,,raw_syscalls:sys_enter,5678,100.00,,
    private static long ofPerf(String line) {
        return line.contains("raw_syscalls") ? Long.parseLong(line.substring(0, line.indexOf(','))) : 0;
    }

    //  57.14    0.000123           1       100         2 pread64
    private static long ofStrace(String line) {
        String[] words = line.trim().split("\\s+", -1);
        boolean row = words.length >= 5 && Character.isDigit(words[0].charAt(0)) && !line.endsWith("total");
        return row ? Long.parseLong(words[3]) : 0;
    }

    @Override
    public void close() {
        orders.close();
    }
}

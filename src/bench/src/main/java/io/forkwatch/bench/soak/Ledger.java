package io.forkwatch.bench.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Where a supervisor writes down how its children really ended: one line each, whole or not at all. */
final class Ledger implements AutoCloseable {
    private final PrintStream file;

    Ledger(Path path) throws IOException {
        file = new PrintStream(path.toFile(), "UTF-8");
    }

    /**
     * One end.
     *
     * @param exitValue what the JDK said
     */
    record Entry(long pid, Instant end, int exitValue, String name, String how, String why) {
        static Entry ofLine(String line) {
            String[] parts = line.split("\t", -1);
            return new Entry(
                    Long.parseLong(parts[0]),
                    Instant.parse(parts[1]),
                    Integer.parseInt(parts[2]),
                    parts[3],
                    parts[4],
                    parts[5]);
        }

        String toLine() {
            return String.join("\t", Long.toString(pid), end.toString(), Integer.toString(exitValue), name, how, why);
        }

        /** Whether the child did what it was made for: exit 137 and signal 9 are the same for the JDK. */
        boolean isAsMeant() {
            return List.of(how.split("\\|", -1)).stream().anyMatch(one -> exitValueOf(one) == exitValue);
        }

        private static int exitValueOf(String end) {
            int number = Integer.parseInt(end.substring(end.indexOf(' ') + 1));
            return end.startsWith("signal") ? 128 + number : number;
        }
    }

    synchronized void add(Entry entry) {
        file.println(entry.toLine());
        file.flush();
    }

    @Override
    public void close() {
        file.close();
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A JVM that comes to a bad end. */
public final class Breaks {
    private static final int CHUNK_BYTES = 1 << 20;

    private Breaks() {}

    /** Breaks as the argument says: {@code segv} or {@code oome}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args[0]) {
            case "segv" ->
                new ProcessBuilder("sh", "-c", "sleep 1; kill -SEGV $PPID")
                        .start()
                        .waitFor();
            case "oome" -> fillHeap();
            default -> throw new IllegalArgumentException(args[0]);
        }
        Thread.sleep(60_000);
    }

    private static void fillHeap() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new byte[CHUNK_BYTES]);
        }
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A JVM that comes to a bad end. */
public final class Breaks {
    private static final int CHUNK_BYTES = 1 << 20;

    private Breaks() {}

    /**
     * Breaks as the argument says: {@code segv}, {@code oome}, {@code huge}, {@code late} or, with a heap that is nearly full, {@code
     * exit3}.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args[0]) {
            case "segv" ->
                new ProcessBuilder("sh", "-c", "sleep 1; kill -SEGV $PPID")
                        .start()
                        .waitFor();
            case "oome" -> fillHeap();
            case "huge" -> System.out.println(new byte[Integer.MAX_VALUE - 8].length);
            case "late" -> {
                Thread.sleep(500);
                fillHeap();
            }
            case "exit3" -> exitWithFullHeap();
            default -> throw new IllegalArgumentException(args[0]);
        }
        Thread.sleep(60_000);
    }

    private static void exitWithFullHeap() {
        List<byte[]> kept = new ArrayList<>();
        while (Runtime.getRuntime().totalMemory() < Runtime.getRuntime().maxMemory()
                || Runtime.getRuntime().freeMemory() > 4 * CHUNK_BYTES) {
            kept.add(new byte[CHUNK_BYTES / 2]);
        }
        System.exit(kept.isEmpty() ? 0 : 3);
    }

    private static void fillHeap() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new byte[CHUNK_BYTES]);
        }
    }
}

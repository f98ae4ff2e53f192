package io.forkwatch.e2e.program;

import java.util.ArrayList;
import java.util.List;

/** A JVM that ends because of an exception of its own. */
public final class Fails {
    private static final int CHUNK_BYTES = 1 << 20;

    private Fails() {}

    /** Fails as the argument says: {@code heap}, {@code worker}, {@code stack}, {@code exception} or {@code secret}. */
    public static void main(String[] args) throws InterruptedException {
        switch (args[0]) {
            case "heap" -> fillHeap();
            case "worker" -> {
                Thread worker = new Thread(Fails::fillHeap, "loader-1");
                worker.start();
                worker.join();
            }
            case "stack" -> System.out.println(depth(1));
            case "exception" -> throw new IllegalStateException("no route to the depot");
            case "secret" -> throw new IllegalStateException("cannot log in with --password hunter2");
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void fillHeap() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new byte[CHUNK_BYTES]);
        }
    }

    private static int depth(int from) {
        return from > 0 ? depth(from + 1) + 1 : 0;
    }
}

package io.forkwatch.bench.soak;

import java.util.ArrayList;
import java.util.List;

/** A child JVM that comes to the end its argument names. */
final class Victim {
    private static final int PIECE_BYTES = 1 << 18;
    private static final int LIFE_MILLIS = 300_000;

    private Victim() {}

    /**
     * Ends.
     *
     * @param arguments {@code exit}, {@code throw}, {@code heap} or {@code wait}
     */
    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "exit" -> System.exit(3);
            case "throw" -> throw new IllegalStateException("no more of this");
            case "heap" -> fill();
            default -> await();
        }
    }

    private static void fill() throws InterruptedException {
        Thread.sleep(500); // By then it has been sampled.
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new byte[PIECE_BYTES]);
        }
    }

    private static void await() throws InterruptedException {
        System.out.println("ready");
        Thread.sleep(LIFE_MILLIS);
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A JVM that comes to the end its argument names. */
public final class Victim {
    private static final int MIB = 1 << 20;
    /** By then the agent has sampled it again. */
    private static final int LOOKED_AT_MILLIS = 1_600;

    private Victim() {}

    /**
     * Ends.
     *
     * @param args {@code wait}, {@code exit N}, {@code halt N}, {@code exit-in-thread N}, {@code throw},
     *     {@code log-exception N}, {@code overflow}, {@code heap}, {@code heap-later}, {@code heap-caught N}, {@code heap-logged N},
     *     {@code heap-held},
     *     {@code heap-in-thread}, {@code metaspace}, {@code direct} or {@code threads}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int code = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        switch (args[0]) {
            case "wait" -> await();
            case "exit" -> System.exit(code);
            case "halt" -> Runtime.getRuntime().halt(code);
            case "exit-in-thread" -> inThread(() -> System.exit(code));
            case "throw" -> throw new IllegalStateException("no more of this");
            case "log-exception" -> {
                new IllegalStateException("told, and survived").printStackTrace();
                System.exit(code);
            }
            case "overflow" -> System.out.println(overflow(0));
            case "heap" -> fillHeap();
            case "heap-later" -> {
                Thread.sleep(LOOKED_AT_MILLIS);
                fillHeap();
            }
            case "heap-caught" -> survive(code, false);
            case "heap-logged" -> survive(code, true);
            case "heap-held" -> holdHeap();
            case "heap-in-thread" -> inThread(Victim::fillHeap);
            case "metaspace" -> fillMetaspace();
            case "direct" -> fillDirectMemory();
            case "threads" -> fillThreads();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void await() throws InterruptedException {
        System.out.println("ready");
        Thread.sleep(120_000);
    }

    private static void inThread(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work, "worker");
        thread.start();
        thread.join();
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    private static void fill(Supplier<?> piece) {
        keep(new ArrayList<>(), piece);
    }

    private static void keep(List<Object> kept, Supplier<?> piece) {
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(piece.get());
        }
    }

    private static void fillHeap() {
        fill(() -> new byte[MIB]);
    }

    private static void holdHeap() throws InterruptedException {
        List<Object> kept = new ArrayList<>();
        try {
            keep(kept, () -> new byte[MIB]);
        } catch (OutOfMemoryError full) {
            await();
        }
        System.out.println(kept.size());
    }

    private static void survive(int code, boolean aloud) {
        try {
            fillHeap();
        } catch (OutOfMemoryError caught) {
            if (aloud) {
                caught.printStackTrace();
                System.err.println("went on with less, and then the input was bad");
            }
            System.exit(code);
        }
    }

    private static void fillMetaspace() throws IOException {
        byte[] classFile;
        try (InputStream file = Victim.class.getResourceAsStream("Victim.class")) {
            classFile = file.readAllBytes();
        }
        fill(() -> hidden(classFile));
    }

    private static Class<?> hidden(byte[] classFile) {
        try {
            return MethodHandles.lookup().defineHiddenClass(classFile, false).lookupClass();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fillDirectMemory() {
        fill(() -> ByteBuffer.allocateDirect(8 * MIB));
    }

    private static void fillThreads() {
        while (true) {
            Thread thread = new Thread(Victim::sleep);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(120_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

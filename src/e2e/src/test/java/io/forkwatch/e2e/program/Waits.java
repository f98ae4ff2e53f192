package io.forkwatch.e2e.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/** Waits as healthy programs do: for a {@code line}, a {@code connection}, or a {@code latch}; or fills its {@code stderr}; or has a {@code deadlock}. */
public final class Waits {
    private Waits() {}

    /** One argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "line" -> System.out.println(new Scanner(System.in, StandardCharsets.UTF_8).nextLine());
            case "connection" -> {
                try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    server.accept().close();
                }
            }
            case "stderr" -> {
                while (!System.err.checkError()) {
                    System.err.println("something that nobody reads");
                }
            }
            case "deadlock" -> deadlock();
            default -> new CountDownLatch(1).await();
        }
    }

    private static void deadlock() {
        Object first = new Object();
        Object second = new Object();
        CountDownLatch both = new CountDownLatch(2);
        new Thread(() -> take(first, second, both), "one").start();
        new Thread(() -> take(second, first, both), "other").start();
    }

    private static void take(Object first, Object second, CountDownLatch both) {
        synchronized (first) {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (second) {
                System.out.println("never");
            }
        }
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/** Waits as healthy programs do: for a {@code line}, a {@code connection}, or a {@code latch}. */
public final class Waits {
    private Waits() {}

    /** One argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "line" -> System.out.println(new Scanner(System.in).nextLine());
            case "connection" -> {
                try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    server.accept().close();
                }
            }
            default -> new CountDownLatch(1).await();
        }
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/** Waits as healthy programs do: for a {@code line}, a {@code connection}, or a {@code latch}; or fills its {@code stderr}. */
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
            default -> new CountDownLatch(1).await();
        }
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A host under which the agent's jar is written over in place, as builds do, and whose default handler of uncaught
 * exceptions ends it at once.
 */
public final class JarChanges {
    private static final int HALTED = 99;

    private JarChanges() {}

    /**
     * Writes over a jar.
     *
     * @param args the jar; {@code truncated}, {@code garbage} or {@code shifted}; -1 for at once and without children, -2
     *     for before the first child, or how many milliseconds after it
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            System.out.println("handler " + thread.getName() + ' ' + fault);
            System.out.flush();
            Runtime.getRuntime().halt(HALTED);
        });
        long millis = Long.parseLong(args[2]);
        if (millis >= 0) {
            shell("exit 3");
            Thread.sleep(millis);
        }
        change(Path.of(args[0]), args[1]);
        if (millis == -2) {
            shell("exit 3");
        }
        if (millis != -1) {
            shell("kill -9 $$");
            shell("exit 0");
            Thread.sleep(300);
        }
        System.out.println("done");
    }

    private static void shell(String command) throws IOException, InterruptedException {
        System.out.println(new ProcessBuilder("/bin/sh", "-c", command).start().waitFor());
    }

    private static void change(Path jar, String how) throws IOException {
        byte[] all = Files.readAllBytes(jar);
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
            switch (how) {
                case "truncated" -> file.setLength(1_000);
                case "garbage" -> file.write(new byte[all.length]);
                case "shifted" -> {
                    file.setLength(0);
                    file.write(new byte[3_000]);
                    file.write(all);
                }
                default -> throw new IllegalArgumentException(how);
            }
        }
    }
}

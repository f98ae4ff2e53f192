package io.forkwatch.e2e.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a JVM that computes, and ends it by {@code destroyForcibly} when it has done so for 4 s:
 * {@code DestroysJvm [JVM OPTIONS]}. Waits for its end, and until a line can be read; then ends itself.
 */
public final class DestroysJvm {
    private static volatile String kept = "";

    private DestroysJvm() {}

    /** Takes options of the JVM, or {@code compute}, as a child. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 1 && args[0].equals("compute")) {
            compute();
            return;
        }
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx32m"));
        command.addAll(List.of(args));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DestroysJvm.class.getName(), "compute"));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null && !line.equals("warm"); line = said.readLine()) {
            System.out.println("said " + line);
        }
        long start = System.nanoTime();
        child.destroyForcibly();
        System.out.println("destroyed after s " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        System.out.println("ended " + child.waitFor());
        while (System.in.read() > 0) {}
    }

    private static void compute() {
        long start = System.nanoTime();
        boolean warm = false;
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60) || kept.isEmpty()) {
            spin();
            if (!warm && System.nanoTime() - start > TimeUnit.SECONDS.toNanos(4)) {
                warm = true;
                System.out.println("warm");
            }
        }
    }

    private static void spin() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append(i);
        }
        kept = text.toString();
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host that runs a JVM as its child and, for each line on its standard input, interrupts every thread that it can see
 * and did not start itself; it then prints how often each of them was seen at rest. Ends with its standard input.
 */
public final class InterruptsThreads {
    private static final int SEEN = 100;

    private InterruptsThreads() {}

    /** With an argument it is the child: it allocates until something comes on its standard input. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0) {
            allocate();
            return;
        }
        Process child = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptsThreads.class.getName(),
                        "child"))
                .start();
        System.out.println("child " + child.pid());
        while (System.in.read() >= 0) {
            List<Thread> swept = sweep();
            System.out.println("rested " + rested(swept));
        }
        child.getOutputStream().write('\n');
        child.getOutputStream().close();
        child.waitFor();
    }

    private static List<Thread> sweep() {
        List<Thread> swept = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("forkwatch-") || thread.getName().equals("HTTP-Dispatcher")) {
                thread.interrupt();
                swept.add(thread);
            }
        }
        return swept;
    }

    private static Map<String, Integer> rested(List<Thread> threads) throws InterruptedException {
        Map<String, Integer> rested = new TreeMap<>();
        for (int i = 0; i < SEEN; i++) {
            for (Thread thread : threads) {
                boolean rests = thread.getState() != Thread.State.RUNNABLE;
                rested.merge(thread.getName(), rests ? 1 : 0, Integer::sum);
            }
            Thread.sleep(10);
        }
        return rested;
    }

    private static void allocate() throws IOException, InterruptedException {
        List<byte[]> kept = new ArrayList<>();
        while (System.in.available() == 0) {
            kept.add(new byte[1 << 12]);
            if (kept.size() > 1_000) {
                kept.clear();
            }
            Thread.sleep(1);
        }
    }
}

package io.forkwatch.e2e.program;

import io.forkwatch.probe.RecycleAdvice;
import io.forkwatch.probe.SupervisorProbe;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A supervisor that is compiled against the library, and asks whether its child should be recycled. */
public final class Asks {
    private static final long MOST_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = 100;

    private Asks() {}

    /**
     * Starts a child.
     *
     * @param arguments what the child is to run, a script; then for how many milliseconds to ask at the most
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sh", "-c", arguments[0]).start();
        long most = arguments.length > 1 ? Long.parseLong(arguments[1]) : MOST_MILLIS;
        Optional<RecycleAdvice> advice = SupervisorProbe.advice(child);
        for (long spent = 0; advice.isEmpty() && spent < most; spent += PAUSE_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            advice = SupervisorProbe.advice(child);
        }
        System.out.println(advice.map(Asks::told).orElse("not advised"));
        child.destroy();
        child.waitFor();
        System.out.println(SupervisorProbe.advice(child).isEmpty() ? "ended" : "still advised");
    }

    private static String told(RecycleAdvice advice) {
        return advice.limit() + " " + (advice.figure() >= advice.most()) + " " + advice.most() + " "
                + advice.since().isNegative();
    }
}

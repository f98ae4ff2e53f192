package io.forkwatch.probe.blackbox;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Computes and makes garbage until it is killed; says when it has done so for some seconds. */
public final class BusyJvm {
    private static volatile @Nullable Object kept;

    private BusyJvm() {}

    /** Takes no arguments; a minute at most. */
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        boolean said = false;
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60) || kept == null) {
            spin();
            if (!said && System.nanoTime() - start > TimeUnit.SECONDS.toNanos(4)) {
                said = true;
                System.out.println("busy enough");
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

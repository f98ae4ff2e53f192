package io.forkwatch.probe.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The end of the supervisor, in bounded time: waits a moment for children that other shutdown hooks are ending just
 * now, takes the last turns, and closes the port, because a daemon thread inside accept holds up the JVM's exit.
 */
final class Shutdown implements Runnable {
    private static final long GRACE_MILLIS = 200;
    private static final long STEP_MILLIS = 10;
    private static final long TURN_MILLIS = 2_000;

    private final SamplerThread sampling;
    private final ReporterThread desk;
    private final Optional<Path> marker;

    Shutdown(SamplerThread sampling, ReporterThread desk, Optional<Path> marker) {
        this.sampling = sampling;
        this.desk = desk;
        this.marker = marker;
    }

    @Override
    public void run() {
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
            while (!desk.isAlone() && until - System.nanoTime() > 0) {
                Thread.sleep(STEP_MILLIS);
            }
            sampling.stop(TURN_MILLIS);
            desk.stop(TURN_MILLIS);
            removeMarker();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    // Left alive JVMs below keep their role: it was chosen at their start.
    private void removeMarker() {
        try {
            if (marker.isPresent()) {
                Files.deleteIfExists(marker.get());
            }
        } catch (IOException kept) {
            return; // It may say who is left alive. The next supervisor reads that and tidies up.
        }
    }
}

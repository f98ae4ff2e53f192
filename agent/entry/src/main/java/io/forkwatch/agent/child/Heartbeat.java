package io.forkwatch.agent.child;

import java.io.IOException;

/** The one thread of a child: a beat in every interval, for as long as the JVM lives. */
final class Heartbeat implements Runnable {
    private static final String STATUS = "forkwatch.status";

    private final BlackBox box;
    private final long intervalMillis;

    Heartbeat(BlackBox box, long intervalMillis) {
        this.box = box;
        this.intervalMillis = intervalMillis;
    }

    @Override
    public void run() {
        while (true) {
            restAndBeat();
        }
    }

    private void restAndBeat() {
        try {
            Thread.sleep(intervalMillis);
            beat();
        } catch (InterruptedException notOurs) {
            return; // Somebody interrupts all threads that there are.
        } catch (Throwable fault) {
            return; // No memory, or the file was cut short: the application goes on, and so may the beat.
        }
    }

    void beat() throws IOException {
        box.beat(System.nanoTime(), System.currentTimeMillis(), status());
    }

    // A security manager would be asked, and is the application's.
    private static String status() {
        if (isManaged()) {
            return "";
        }
        String status = System.getProperty(STATUS);
        return status == null ? "" : status;
    }

    @SuppressWarnings("removal")
    private static boolean isManaged() {
        try {
            return System.getSecurityManager() != null;
        } catch (LinkageError goneFromThisJdk) {
            return false;
        }
    }
}

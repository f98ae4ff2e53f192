package io.forkwatch.examples.launchers.stories;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** No child at all: keeps the launcher alive, so that there is time to look at it. */
public record Hold() implements Story {
    private static final long LIMIT_MILLIS = 30_000;

    @Override
    public String name() {
        return "hold";
    }

    @Override
    public String sentence() {
        return "the launcher waits for a line or the end of its standard input, at most 30 seconds";
    }

    @Override
    public void run(PrintStream out) throws InterruptedException {
        out.println("  waiting");
        Thread reader = new Thread(Hold::readByte, "stdin");
        reader.setDaemon(true);
        reader.start();
        reader.join(LIMIT_MILLIS);
    }

    private static void readByte() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

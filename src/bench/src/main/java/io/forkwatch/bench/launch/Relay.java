package io.forkwatch.bench.launch;

import io.forkwatch.bench.lane.SamplerThread;
import java.io.IOException;

/** A watched supervisor that runs one command, whose JVMs are then its children. */
final class Relay {
    private Relay() {}

    public static void main(String[] command) throws IOException, InterruptedException {
        SamplerThread.await();
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}

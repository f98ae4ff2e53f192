package io.forkwatch.probe.thread;

/** What the heap of this JVM has room for. */
public final class HeapRoom {
    /** What a thread of ours needs to build what it works with, several times over. */
    public static final long ENOUGH_BYTES = 2 << 20;

    private HeapRoom() {}

    /** Loads this class, which will be asked when there may be no memory for that. */
    static void prepare() {}

    /**
     * By how many bytes what is in the heap may grow, garbage counted as in use. Asks for no memory, which might be what ends
     * the host.
     */
    public static long bytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }
}

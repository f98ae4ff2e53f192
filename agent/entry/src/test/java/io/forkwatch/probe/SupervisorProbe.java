package io.forkwatch.probe;

import java.lang.instrument.Instrumentation;

/** Stands in for the real one behind the isolated loader: uses its instrumentation at once, and tells who loaded it. */
public final class SupervisorProbe {
    private SupervisorProbe() {}

    /** What AgentEntry calls. */
    public static void start(String argument, Instrumentation instrumentation, String version) {
        Class<?>[] loaded = instrumentation.getAllLoadedClasses();
        System.err.println("started with \"" + argument + "\", " + loaded.length + " classes, version " + version
                + ", parent "
                + SupervisorProbe.class.getClassLoader().getParent().getClass().getSimpleName());
    }
}

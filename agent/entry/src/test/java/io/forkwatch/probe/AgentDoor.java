package io.forkwatch.probe;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/** Stands in for the real one behind the isolated loader: uses its instrumentation at once, and tells who loaded it. */
public final class AgentDoor implements BiConsumer<String[], Instrumentation> {
    /** Used by AgentEntry. */
    public AgentDoor() {}

    /** What AgentEntry calls. */
    @Override
    public void accept(String[] optionsAndVersion, Instrumentation instrumentation) {
        Class<?>[] loaded = instrumentation.getAllLoadedClasses();
        System.err.println("started with \"" + optionsAndVersion[0] + "\", " + loaded.length + " classes, version "
                + optionsAndVersion[1] + ", parent "
                + AgentDoor.class.getClassLoader().getParent().getClass().getSimpleName());
    }
}

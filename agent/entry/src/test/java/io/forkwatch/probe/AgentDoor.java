package io.forkwatch.probe;

import java.lang.instrument.Instrumentation;
import java.util.function.BiFunction;

/** Stands in for the real one behind the isolated loader: uses its instrumentation at once, and tells who loaded it. */
public final class AgentDoor implements BiFunction<String[], Instrumentation, Boolean> {
    /** Used by AgentEntry. */
    public AgentDoor() {}

    /** What AgentEntry calls. */
    @Override
    public Boolean apply(String[] optionsAndVersion, Instrumentation instrumentation) {
        Class<?>[] loaded = instrumentation.getAllLoadedClasses();
        System.err.println("started with \"" + optionsAndVersion[0] + "\", " + loaded.length + " classes, version "
                + optionsAndVersion[1] + ", parent "
                + AgentDoor.class.getClassLoader().getParent().getClass().getSimpleName());
        return true;
    }
}

package io.forkwatch.probe;

import java.lang.instrument.Instrumentation;
import java.util.function.BiFunction;

/** Stands in for the real one behind the isolated loader. */
public final class SupervisorProbe {
    private SupervisorProbe() {}

    /** Uses its instrumentation at once, and tells who loaded it. */
    public static final class Bootstrap implements BiFunction<String[], Instrumentation, Boolean> {
        /** Used by AgentEntry. */
        public Bootstrap() {}

        /** What AgentEntry calls. */
        @Override
        public Boolean apply(String[] optionsAndVersion, Instrumentation instrumentation) {
            Class<?>[] loaded = instrumentation.getAllLoadedClasses();
            System.err.println("started with \"" + optionsAndVersion[0] + "\", " + loaded.length + " classes, version "
                    + optionsAndVersion[1] + ", parent "
                    + Bootstrap.class.getClassLoader().getParent().getClass().getSimpleName());
            return true;
        }

        /** What AgentEntry asks. */
        public String advice(long pid) {
            return "rss of " + pid;
        }
    }
}

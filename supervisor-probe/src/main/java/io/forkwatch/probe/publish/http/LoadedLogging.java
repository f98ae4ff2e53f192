package io.forkwatch.probe.publish.http;

import java.lang.instrument.Instrumentation;
import java.lang.module.ModuleDescriptor;

/** What the host of this JVM has of logging. Loads and initialises nothing of it. */
record LoadedLogging(Instrumentation instrumentation) implements HostLogging {
    private static final String FINDER = "java.lang.System$LoggerFinder";

    @Override
    public boolean hasLoaded(String className) {
        for (Class<?> initiated : instrumentation.getInitiatedClasses(null)) {
            if (initiated.getName().equals(className)) {
                return true;
            }
        }
        return false;
    }

    // As the JDK will look for it: on the class path, and among the modules.
    @Override
    public boolean bringsFinder() {
        return ClassLoader.getSystemResource("META-INF/services/" + FINDER) != null || aModuleProvidesOne();
    }

    private static boolean aModuleProvidesOne() {
        for (Module module : ModuleLayer.boot().modules()) {
            for (ModuleDescriptor.Provides provides : module.getDescriptor().provides()) {
                if (provides.service().equals(FINDER)) {
                    return true;
                }
            }
        }
        return false;
    }
}

package io.forkwatch.probe.jdk;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Opens packages of the JDK to Forkwatch, and to nobody else. */
public final class ModuleAccess {
    private ModuleAccess() {}

    /**
     * Opens the package of a class to the module that Forkwatch is in, as {@code --add-opens} would. May be called again.
     *
     * @param inPackage any class of that package
     * @throws RuntimeException if this JVM does not let agents change modules
     */
    public static void open(Instrumentation instrumentation, Class<?> inPackage) {
        Set<Module> us = Set.of(ModuleAccess.class.getModule());
        instrumentation.redefineModule(
                inPackage.getModule(), Set.of(), Map.of(), Map.of(inPackage.getPackageName(), us), Set.of(), Map.of());
    }
}

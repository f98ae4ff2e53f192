package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.jdk.ModuleAccess;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;

/**
 * What {@code jcmd} could ask this JVM, without attaching to it, and without the platform's server of beans, which is the
 * host's to make: by the class that serves them there.
 *
 * @param instrumentation opens its package
 */
record OwnCommands(Instrumentation instrumentation) {
    private static final String PROVIDER = "com.sun.management.internal.PlatformMBeanProviderImpl";
    private static final String COMMANDS = "com.sun.management.internal.DiagnosticCommandImpl";

    /** Runs a command; returns what it says. */
    String run(String command) throws DebugRefusal {
        try {
            // Its initialiser loads the library of the native methods.
            Class.forName(PROVIDER);
            Class<?> type = Class.forName(COMMANDS);
            ModuleAccess.open(instrumentation, type);
            Method bean = type.getDeclaredMethod("getDiagnosticCommandMBean");
            bean.setAccessible(true);
            Method execute = type.getDeclaredMethod("executeDiagnosticCommand", String.class);
            execute.setAccessible(true);
            return (String) Objects.requireNonNull(execute.invoke(bean.invoke(null), command));
        } catch (InvocationTargetException failed) {
            throw new DebugRefusal(503, "this JVM could not do it");
        } catch (ReflectiveOperationException | LinkageError | RuntimeException otherJdk) {
            throw new DebugRefusal(503, "this Java has no module jdk.management, or another one");
        }
    }
}

package io.forkwatch.probe.intercept;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;

/**
 * Defines {@code java.lang.ForkwatchBridge} into the boot loader: no bootstrap jar, no temporary file, and so no CDS
 * warning on the host's stderr.
 */
final class BridgeInstall {
    private BridgeInstall() {}

    static void install(Instrumentation instrumentation, Hooks hooks, AtomicReference<Throwable> lastFault)
            throws ReflectiveOperationException, IOException {
        openJavaLang(instrumentation);
        Class<?> bridge = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                .defineClass(bridgeBytes());
        Method install = bridge.getDeclaredMethod(
                "install",
                BiConsumer.class,
                Consumer.class,
                Consumer.class,
                LongBinaryOperator.class,
                BiConsumer.class,
                AtomicReference.class);
        install.setAccessible(true);
        install.invoke(null, hooks.starting(), hooks.failed(), hooks.born(), hooks.ended(), hooks.killing(), lastFault);
    }

    private static void openJavaLang(Instrumentation instrumentation) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of("java.lang", Set.of(BridgeInstall.class.getModule())),
                Set.of(),
                Map.of());
    }

    private static byte[] bridgeBytes() throws IOException {
        String resource = Edit.BRIDGE + ".class";
        try (InputStream in = BridgeInstall.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("not in the jar: " + resource);
            }
            return in.readAllBytes();
        }
    }
}

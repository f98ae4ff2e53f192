package io.forkwatch.probe.intercept;

import io.forkwatch.probe.jdk.ModuleAccess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Defines {@code java.lang.ForkwatchBridge} into the boot loader: no bootstrap jar, no temporary file, and so no CDS
 * warning on the host's stderr.
 */
final class BridgeInstall {
    private BridgeInstall() {}

    /**
     * Defines it and hands it the hooks.
     *
     * @throws LinkageError if it is there already
     */
    @SuppressWarnings("unchecked")
    static Bridge install(Instrumentation instrumentation, Hooks hooks, AtomicReference<Throwable> lastFault)
            throws ReflectiveOperationException, IOException {
        ModuleAccess.open(instrumentation, Object.class);
        Class<?> defined = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                .defineClass(bridgeBytes());
        // A consumer, not a method found by reflection: calling one costs JDK 25 tens of milliseconds here.
        Constructor<?> constructor = defined.getDeclaredConstructor();
        constructor.setAccessible(true);
        Consumer<Object[]> bridge = (Consumer<Object[]>) constructor.newInstance();
        List<Object> all = new ArrayList<>(List.of(
                hooks.starting(),
                hooks.failed(),
                hooks.born(),
                hooks.awaited(),
                hooks.ended(),
                hooks.killing(),
                lastFault));
        Bridge installed = new Bridge(bridge, lastFault);
        all.add(hooks.piped().isPresent() ? hooks.piped().get() : installed.nothing());
        if (hooks.lending().isPresent()) {
            all.add(hooks.lending().get());
        }
        bridge.accept(all.toArray());
        return installed;
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

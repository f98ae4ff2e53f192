package io.forkwatch.probe.lifecycle;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shutdown hooks of the application: as long as one of them runs this JVM lives anyway. They are the threads in the map
 * {@code java.lang.ApplicationShutdownHooks.hooks}, the same on JDK 17 to 25, which is let go of when they are started; so
 * the map is sought before. A JVM that does not show it has none that is known.
 */
final class ApplicationHooks {
    private final Map<?, ?> hooks;

    /** These hooks; nothing is added any more once they run. */
    ApplicationHooks(Map<?, ?> hooks) {
        this.hooks = hooks;
    }

    /** Those of this JVM. To be called before its end begins, with {@code java.lang} open to Forkwatch. */
    static ApplicationHooks ofThisJvm() {
        try {
            Field field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            field.setAccessible(true);
            return field.get(null) instanceof Map<?, ?> found ? new ApplicationHooks(found) : none();
        } catch (ReflectiveOperationException | RuntimeException otherJvm) {
            return none();
        }
    }

    /** None that is known. */
    static ApplicationHooks none() {
        return new ApplicationHooks(Map.of());
    }

    /** True if one of them runs, other than the current thread. To be called from one of them. */
    boolean isAnyRunning() {
        List<Object> threads = new ArrayList<>(hooks.keySet());
        for (Object each : threads) {
            if (each instanceof Thread thread && thread != Thread.currentThread() && thread.isAlive()) {
                return true;
            }
        }
        return false;
    }
}

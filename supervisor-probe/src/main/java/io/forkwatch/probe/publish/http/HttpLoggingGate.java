package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.process.Clocks;
import java.lang.instrument.Instrumentation;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Keeps the JDK's HTTP server, which logs, from setting up {@code java.util.logging} before the application does. It
 * would where logging is configured by a system property: then the application's log manager would be made too early, on
 * a thread of ours and without the application's class loader. Elsewhere the JDK uses a stand-in and waits.
 */
public final class HttpLoggingGate implements BooleanSupplier {
    private static final String LOG_MANAGER = "java.util.logging.LogManager";
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final BooleanSupplier loaded;
    private final Clocks clocks;
    private final long openAtNanos;
    private boolean open;

    /**
     * A gate that opens 30 s from now at the latest.
     *
     * @param properties all system properties
     * @param loaded whether the application has loaded its log manager
     */
    public HttpLoggingGate(Properties properties, BooleanSupplier loaded, Clocks clocks) {
        this.loaded = loaded;
        this.clocks = clocks;
        this.openAtNanos = clocks.nanos() + LONGEST_NANOS;
        this.open = !isConfigured(properties);
    }

    public static HttpLoggingGate ofThisJvm(Instrumentation instrumentation, Clocks clocks) {
        return new HttpLoggingGate(System.getProperties(), new LogManagerLoaded(instrumentation), clocks);
    }

    private static boolean isConfigured(Properties properties) {
        return properties.getProperty("java.util.logging.manager") != null
                || properties.getProperty("java.util.logging.config.class") != null
                || properties.getProperty("java.util.logging.config.file") != null;
    }

    /** True once the port may be opened. For one thread. */
    @Override
    public boolean getAsBoolean() {
        open = open || clocks.nanos() - openAtNanos >= 0 || loaded.getAsBoolean();
        return open;
    }

    /** A class and not a lambda: it is made on the host's main thread, where the first lambda costs milliseconds. */
    record LogManagerLoaded(Instrumentation instrumentation) implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            for (Class<?> initiated : instrumentation.getInitiatedClasses(null)) {
                if (initiated.getName().equals(LOG_MANAGER)) {
                    return true;
                }
            }
            return false;
        }
    }
}

package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.thread.Confined;
import java.lang.instrument.Instrumentation;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Keeps the JDK's HTTP server, which logs, from setting up logging before the application does. It would where
 * {@code java.util.logging} is configured by a system property, and where the application brings a
 * {@link System.LoggerFinder}: then the application's own classes would be initialised too early, on a thread of ours and
 * without the application's class loader. Elsewhere the JDK uses a stand-in and waits.
 */
@Confined(Confined.To.REPORTER)
public final class HttpLoggingGate implements BooleanSupplier {
    private static final String LOG_MANAGER = "java.util.logging.LogManager";
    private static final String FINDER_USER = "jdk.internal.logger.LoggerFinderLoader";
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final boolean managerWanted;
    private final HostLogging host;
    private final Clocks clocks;
    private final long openAtNanos;
    private boolean asked;
    private boolean finderWanted;
    private boolean open;

    /**
     * A gate that opens 30 s from now at the latest.
     *
     * @param properties all system properties
     */
    HttpLoggingGate(Properties properties, HostLogging host, Clocks clocks) {
        this.managerWanted = isConfigured(properties);
        this.host = host;
        this.clocks = clocks;
        this.openAtNanos = clocks.nanos() + LONGEST_NANOS;
    }

    /** That of this JVM. Asks for nothing yet: it is made on the host's main thread. */
    public static HttpLoggingGate ofThisJvm(Instrumentation instrumentation, Clocks clocks) {
        return new HttpLoggingGate(System.getProperties(), new LoadedLogging(instrumentation), clocks);
    }

    private static boolean isConfigured(Properties properties) {
        return properties.getProperty("java.util.logging.manager") != null
                || properties.getProperty("java.util.logging.config.class") != null
                || properties.getProperty("java.util.logging.config.file") != null;
    }

    /** True once the port may be opened. */
    @Override
    public boolean getAsBoolean() {
        if (!asked) {
            asked = true;
            finderWanted = host.bringsFinder();
        }
        open = open || clocks.nanos() - openAtNanos >= 0 || isSetUp();
        return open;
    }

    private boolean isSetUp() {
        return (!managerWanted || host.hasLoaded(LOG_MANAGER)) && (!finderWanted || host.hasLoaded(FINDER_USER));
    }
}

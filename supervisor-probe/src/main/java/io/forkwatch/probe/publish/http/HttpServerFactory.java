package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Makes HTTP servers that are bound and not started. */
@FunctionalInterface
public interface HttpServerFactory {
    /**
     * Makes one.
     *
     * @param backlog of connections that are not accepted yet, 1 and up
     * @throws NoHttpServerException if none can be made in this JVM, at whatever address
     * @throws IOException if it cannot be bound to that address
     */
    HttpServer create(InetSocketAddress address, int backlog) throws IOException;

    /** Stops one that was not started, or whose thread is lost, and gives its port back. */
    default void release(HttpServer lost) {
        lost.stop(0);
    }

    /**
     * The inside of one that is not started, for a door to stand in; empty if it has none.
     *
     * @throws ReflectiveOperationException if this JDK has it otherwise
     */
    default Optional<Inside> inside(HttpServer unstarted) throws ReflectiveOperationException {
        return Optional.empty();
    }

    /** Makes those of the JDK, whatever provider the host has or names. */
    static HttpServerFactory ofThisJdk(Instrumentation instrumentation) {
        return new JdkHttpServerFactory(instrumentation);
    }
}

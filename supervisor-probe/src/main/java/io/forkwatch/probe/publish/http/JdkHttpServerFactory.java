package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.forkwatch.probe.jdk.ModuleAccess;
import io.forkwatch.probe.thread.OwnThreads;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.Optional;

/**
 * The JDK's own server, by its own class: {@code HttpServer.create} asks a system property and the class path of the
 * host for a provider, loads it here and now, and keeps that choice for the whole JVM.
 *
 * @param instrumentation opens the package that the JDK keeps closed
 */
record JdkHttpServerFactory(Instrumentation instrumentation) implements HttpServerFactory {
    /**
     * Bound in a second step, because the JDK gives nothing back of one that fails on its way. On that way it starts a thread:
     * whether there is one left is tried out before.
     */
    @Override
    public HttpServer create(InetSocketAddress address, int backlog) throws IOException {
        HttpServerProvider provider = provider();
        OwnThreads.interruptible("http-first", () -> {}).start();
        HttpServer server = provider.createHttpServer(null, 0);
        boolean bound = false;
        try {
            server.bind(address, backlog);
            bound = true;
            return server;
        } finally {
            if (!bound) {
                release(server);
            }
        }
    }

    /**
     * Closes its selector as well: the JDK leaves that to the thread of the server, and until then the system has the port
     * for taken.
     */
    @Override
    public void release(HttpServer lost) {
        lost.stop(0);
        try (Selector selector = (Selector) field(field(lost, "server"), "selector")) {
            selector.wakeup();
        } catch (ReflectiveOperationException | RuntimeException | IOException otherJdk) {
            return; // Then it stays taken until the JVM ends.
        }
    }

    @Override
    public Optional<Inside> inside(HttpServer unstarted) throws ReflectiveOperationException {
        return Optional.of(Inside.of(unstarted));
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private HttpServerProvider provider() throws NoHttpServerException {
        try {
            Class<?> provider = Class.forName("sun.net.httpserver.DefaultHttpServerProvider");
            ModuleAccess.open(instrumentation, provider);
            Constructor<?> constructor = provider.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (HttpServerProvider) constructor.newInstance();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError otherJdk) {
            throw new NoHttpServerException(otherJdk);
        }
    }
}

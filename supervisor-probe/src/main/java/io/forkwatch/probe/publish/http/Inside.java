package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;

/**
 * The inside of one server of the JDK, as it is from JDK 17 to 25 at least: where it accepts connections, and what it does with one
 * before and after a request is there. To be used before it is started, and then only on its own thread.
 */
final class Inside {
    private final Object server;
    private final Field listener;
    private final Selector selector;
    private final SelectionKey listenerKey;
    private final Collection<Object> inRequest;
    private final Collection<Object> toRegister;
    private final Field connection;
    private final Field channel;
    private final Method streams;

    private Inside(HttpServer of) throws ReflectiveOperationException {
        this.server = value(of, "server");
        this.listener = field(server.getClass(), "schan");
        this.selector = (Selector) value(server, "selector");
        this.listenerKey = (SelectionKey) value(server, "listenerKey");
        this.inRequest = collection(server, "reqConnections");
        this.toRegister = collection(value(server, "dispatcher"), "connsToRegister");
        this.connection = field(nested(server, "Exchange"), "connection");
        this.channel = field(connection.getType(), "chan");
        this.streams = setParameters(connection.getType());
    }

    /**
     * That of a server which is bound and not started.
     *
     * @throws ReflectiveOperationException if this JDK has it otherwise
     * @throws RuntimeException if the package is not open to us
     */
    static Inside of(HttpServer server) throws ReflectiveOperationException {
        return new Inside(server);
    }

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        return field(owner.getClass(), name).get(owner);
    }

    private static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @SuppressWarnings("unchecked") // Sets and lists of its own connections, whose type has no name for us.
    private static Collection<Object> collection(Object owner, String name) throws ReflectiveOperationException {
        return (Collection<Object>) value(owner, name);
    }

    private static Class<?> nested(Object owner, String name) throws ClassNotFoundException {
        Class<?> outer = owner.getClass();
        return Class.forName(outer.getName() + '$' + name, false, outer.getClassLoader());
    }

    private static Method setParameters(Class<?> connection) throws NoSuchMethodException {
        for (Method method : connection.getDeclaredMethods()) {
            if (method.getName().equals("setParameters") && method.getParameterCount() == 9) {
                method.setAccessible(true);
                return method;
            }
        }
        throw new NoSuchMethodException(connection + ".setParameters");
    }

    /** Where it accepts connections. */
    ServerSocketChannel listener() {
        try {
            return (ServerSocketChannel) listener.get(server);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes it accept them elsewhere. */
    void listenAt(ServerSocketChannel other) {
        try {
            listener.set(server, other);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says whether it waits for connections. */
    SelectionKey listenerKey() {
        return listenerKey;
    }

    /** Waits for connections, and for their bytes. */
    Selector selector() {
        return selector;
    }

    /** The connection of what it gives to its executor. */
    SocketChannel channel(Runnable exchange) {
        try {
            return (SocketChannel) channel.get(connection.get(exchange));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes it wait for more bytes, and come again with another exchange. */
    void awaitMore(Runnable exchange) {
        try {
            Object its = connection.get(exchange);
            inRequest.remove(its);
            toRegister.add(its);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an exchange reads, and where it writes, instead of the connection itself. */
    void streams(Runnable exchange, HttpContext context, InputStream in, OutputStream out) {
        try {
            Object its = connection.get(exchange);
            streams.invoke(its, in, out, channel.get(its), null, null, null, "http", context, in);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpContext;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;

/** What the server of the JDK does with a connection before and after a request is there, see {@link Inside}. */
final class Exchanges {
    private final Collection<Object> inRequest;
    private final Collection<Object> toRegister;
    private final List<Collection<Object>> all;
    private final Field connection;
    private final Field channel;
    private final Method streams;

    Exchanges(Object server) throws ReflectiveOperationException {
        this.inRequest = Inside.collection(server, "reqConnections");
        this.toRegister = Inside.collection(Inside.value(server, "dispatcher"), "connsToRegister");
        this.all = List.of(
                inRequest, Inside.collection(server, "rspConnections"), Inside.collection(server, "allConnections"));
        this.connection = Inside.field(nested(server, "Exchange"), "connection");
        this.channel = Inside.field(connection.getType(), "chan");
        this.streams = setParameters(connection.getType());
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

    /** The connection of what it gives to its executor. */
    SocketChannel channel(Runnable exchange) {
        try {
            return (SocketChannel) channel.get(connection.get(exchange));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes it wait for more bytes, and come again with another exchange. On the server's own thread. */
    void awaitMore(Runnable exchange) {
        try {
            Object its = connection.get(exchange);
            inRequest.remove(its);
            toRegister.add(its);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forgets the connection of an exchange that nobody will end; it is closed. For any thread. */
    void forget(Runnable exchange) {
        try {
            Object its = connection.get(exchange);
            for (Collection<Object> some : all) {
                some.remove(its);
            }
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

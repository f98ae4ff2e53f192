package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.Field;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Collection;

/**
 * The inside of one server of the JDK, as it is from JDK 17 to 25 at least: where it accepts connections. To be used before it
 * is started, and then only on its own thread.
 */
final class Inside {
    private final Object server;
    private final Field listener;
    private final Selector selector;
    private final SelectionKey listenerKey;

    private Inside(HttpServer of) throws ReflectiveOperationException {
        this.server = value(of, "server");
        this.listener = field(server.getClass(), "schan");
        this.selector = (Selector) value(server, "selector");
        this.listenerKey = (SelectionKey) value(server, "listenerKey");
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

    static Object value(Object owner, String name) throws ReflectiveOperationException {
        return field(owner.getClass(), name).get(owner);
    }

    static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @SuppressWarnings("unchecked") // Sets and lists of its own connections, whose type has no name for us.
    static Collection<Object> collection(Object owner, String name) throws ReflectiveOperationException {
        return (Collection<Object>) value(owner, name);
    }

    /**
     * What it does with a connection. Twenty classes of the JDK come with that, and most JVMs are never asked.
     *
     * @throws ReflectiveOperationException if this JDK has it otherwise
     */
    Exchanges exchanges() throws ReflectiveOperationException {
        return new Exchanges(server);
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
}

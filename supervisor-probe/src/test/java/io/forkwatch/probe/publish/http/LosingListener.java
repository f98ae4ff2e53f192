package io.forkwatch.probe.publish.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a connection, and then its thread dies. */
final class LosingListener extends ServerSocketChannel {
    private final ServerSocketChannel socket;
    private final Runnable taken;

    LosingListener(ServerSocketChannel socket, Runnable taken) {
        super(socket.provider());
        this.socket = socket;
        this.taken = taken;
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
        SocketChannel channel = socket.accept();
        if (channel == null) {
            return channel;
        }
        taken.run();
        throw new StackOverflowError("after a connection was taken");
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
        throw new IllegalStateException("it is bound");
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        socket.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return socket.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return socket.supportedOptions();
    }

    @Override
    public ServerSocket socket() {
        return socket.socket();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return socket.getLocalAddress();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        socket.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        socket.configureBlocking(block);
    }
}

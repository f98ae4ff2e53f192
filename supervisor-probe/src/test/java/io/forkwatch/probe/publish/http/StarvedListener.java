package io.forkwatch.probe.publish.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Of a process that has no descriptor left while {@code starved} is true, and worse if that throws. */
final class StarvedListener extends ServerSocketChannel {
    private final ServerSocketChannel socket;
    private final BooleanSupplier starved;

    StarvedListener(ServerSocketChannel socket, BooleanSupplier starved) {
        super(socket.provider());
        this.socket = socket;
        this.starved = starved;
    }

    @Override
    public SocketChannel accept() throws IOException {
        if (starved.getAsBoolean()) {
            throw new IOException("Too many open files");
        }
        return socket.accept();
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

package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** A server of a machine that has no thread left when it starts. */
final class Unstartable extends HttpServer {
    final HttpServer bound;

    Unstartable(HttpServer bound) {
        this.bound = bound;
    }

    @Override
    public void start() {
        throw new OutOfMemoryError("unable to create native thread");
    }

    @Override
    public void stop(int delay) {
        bound.stop(delay);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        bound.bind(address, backlog);
    }

    @Override
    public void setExecutor(Executor executor) {
        bound.setExecutor(executor);
    }

    @Override
    public Executor getExecutor() {
        return bound.getExecutor();
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        return bound.createContext(path, handler);
    }

    @Override
    public HttpContext createContext(String path) {
        return bound.createContext(path);
    }

    @Override
    public void removeContext(String path) {
        bound.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        bound.removeContext(context);
    }

    @Override
    public InetSocketAddress getAddress() {
        return bound.getAddress();
    }
}

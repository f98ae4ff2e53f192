package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.net.InetSocketAddress;

/** An HTTP server that a host brings along, as Jetty's is. Says when it is touched. */
public final class HostProvider extends HttpServerProvider {
    static {
        System.out.println("the host's provider is initialised");
    }

    @Override
    public HttpServer createHttpServer(InetSocketAddress address, int backlog) {
        throw new IllegalStateException("the host's server is asked for");
    }

    @Override
    public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) {
        throw new IllegalStateException("the host's server is asked for");
    }
}

package io.forkwatch.probe.publish.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Servers as they ship, in a JVM that was started with their package open. */
final class JdkServers {
    private JdkServers() {}

    static HttpServerFactory opened() {
        Class<?>[] types = {Instrumentation.class};
        return HttpServerFactory.ofThisJdk((Instrumentation)
                Proxy.newProxyInstance(JdkServers.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("redefineModule");
                    return null;
                }));
    }

    /**
     * The same without descriptors.
     *
     * @param starved while it is true
     * @param inside gets that of each server
     */
    static HttpServerFactory starved(BooleanSupplier starved, Consumer<Inside> inside) {
        HttpServerFactory servers = opened();
        return new HttpServerFactory() {
            @Override
            public HttpServer create(InetSocketAddress address, int backlog) throws IOException {
                return servers.create(address, backlog);
            }

            @Override
            public void release(HttpServer lost) {
                servers.release(lost);
            }

            @Override
            public Optional<Inside> inside(HttpServer unstarted) throws ReflectiveOperationException {
                Inside its = Inside.of(unstarted);
                its.listenAt(new StarvedListener(its.listener(), starved));
                inside.accept(its);
                return Optional.of(its);
            }
        };
    }
}

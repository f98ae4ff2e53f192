package io.forkwatch.probe.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forkwatch.probe.AgentJvm;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code HttpServerProvider.provider()} is the host's choice, once for the whole JVM. */
class HostProviderTest {
    private static final String SERVED = "health {\"status\":\"ok\" at the first port";
    private static final String TOUCHED = "the host's provider is initialised";
    private static final String CHOSEN = "chosen HostProvider";

    @Test
    void aProviderOnTheHostsClassPathIsNeitherUsedNorLoaded(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("com.sun.net.httpserver.spi.HttpServerProvider"), HostProvider.class.getName());

        assertThat(AgentJvm.run(directory, PortHost.class, List.of())).containsExactly(SERVED, TOUCHED, CHOSEN);
    }

    @Test
    void aProviderThatTheHostNamesBeforeIsNeitherUsedNorLoaded(@TempDir Path directory) throws IOException {
        String named = "-Dcom.sun.net.httpserver.HttpServerProvider=" + HostProvider.class.getName();

        assertThat(AgentJvm.run(directory, PortHost.class, List.of(named))).containsExactly(SERVED, TOUCHED, CHOSEN);
    }

    @Test
    void aProviderThatTheHostNamesLaterIsStillItsChoice(@TempDir Path directory) throws IOException {
        assertThat(AgentJvm.run(directory, PortHost.class, List.of(), "property"))
                .containsExactly(SERVED, TOUCHED, CHOSEN);
    }

    @Test
    void aLoggerFinderOfTheHostIsNotInitialisedByUs(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve("java.lang.System$LoggerFinder"), HostFinder.class.getName());

        assertThat(AgentJvm.run(directory, PortHost.class, List.of())).containsExactly("the port waits");
    }

    @Test
    void aServerThatGetsNoThreadGivesItsPortBackForTheNextAttempt(@TempDir Path directory) throws IOException {
        assertThat(AgentJvm.run(directory, PortHost.class, List.of(), "threads", "property"))
                .containsExactly("no thread for the port: unable to create native thread", SERVED, TOUCHED, CHOSEN);
    }

    @Test
    void aJvmThatDoesNotOpenThePackageIsSaid() {
        Class<?>[] types = {Instrumentation.class};
        Instrumentation refusing = (Instrumentation)
                Proxy.newProxyInstance(HostProviderTest.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

        assertThatExceptionOfType(NoHttpServerException.class)
                .isThrownBy(() -> HttpServerFactory.ofThisJdk(refusing).create(any, 1))
                .withMessage("this JVM has another HTTP server than the JDK's"
                        + " (java.lang.UnsupportedOperationException: redefineModule)");
    }
}

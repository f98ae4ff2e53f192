package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets, descriptors and threads of the port, and what becomes of it when one of them is lost. */
@Timeout(60)
class ProbeServerThreadsTest {
    private static final java.util.Set<String> SERVERS_OWN =
            java.util.Set.of("HTTP-Dispatcher", "server-timer", "idle-timeout-task");

    @SuppressWarnings("NullAway.Init")
    private OpenPort at;

    @BeforeEach
    void open() throws IOException {
        at = new OpenPort();
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void aTakenPortIsSaidWithPortAndHost() {
        PortRange taken = new PortRange(at.server.port(), at.server.port());

        assertThatExceptionOfType(PortTakenException.class)
                .isThrownBy(() -> at.open(taken))
                .withMessageStartingWith("port=" + taken + " on 127.0.0.1");
    }

    @Test
    void aTakenPortLeavesNoDescriptorAndNoThreadBehind() throws Exception {
        PortRange taken = new PortRange(at.server.port(), at.server.port());
        assertThatExceptionOfType(PortTakenException.class).isThrownBy(() -> at.open(taken));
        long descriptors = descriptors();
        for (int attempt = 0; attempt < 50; attempt++) {
            assertThatExceptionOfType(PortTakenException.class).isThrownBy(() -> at.open(taken));
        }

        assertThat(descriptors() - descriptors).isLessThan(10);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void ofARangeTheFirstFreePortIsTaken() throws IOException {
        int taken = at.server.port();
        int second;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            second = free.getLocalPort();
        }
        PortRange range = new PortRange(Math.min(taken, second), Math.max(taken, second));
        try (ProbeServer other = at.open(range)) {
            assertThat(other.port()).isNotEqualTo(taken).isBetween(range.first(), range.last());
            assertThat(other.url()).isEqualTo("http://127.0.0.1:" + other.port() + "/metrics");
        }
    }

    @ParameterizedTest
    @CsvSource({"no-such-host.invalid, cannot be resolved", "192.0.2.1, is not an address of this machine"})
    void aHostThatCannotBeUsedIsSaidWithTheOption(String host, String reason) {
        assertThatExceptionOfType(UnusableHostException.class)
                .isThrownBy(() -> ProbeServer.open(
                        HttpServer::create,
                        host,
                        OpenPort.ANY,
                        at.metrics,
                        at.health,
                        (what, fault) -> at.faults.add(fault)))
                .withMessage("host=" + host + " " + reason);
    }

    @Test
    void allItsThreadsAreDaemonsAndEndWithItAndOursHaveNoLoaderOfTheHost() throws Exception {
        at.send(at.request("/metrics"));
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("forkwatch-http-")
                        || thread.getName().equals("HTTP-Dispatcher"))
                .toList();
        assertThat(threads).hasSizeGreaterThanOrEqualTo(3).allSatisfy(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            // The dispatcher is the JDK's own; since JDK 25 it has the system loader, whoever starts it.
            if (thread.getName().startsWith("forkwatch-")) {
                assertThat(thread.getContextClassLoader()).isNull();
            }
        });

        at.server.close();
        at.server.close();
        assertThat(threads).allSatisfy(thread -> {
            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
        });
    }

    @Test
    void clientsThatStallAreCutOffAndTheNextIsServed() throws Exception {
        at.server.close();
        at.server = at.open(OpenPort.ANY, Duration.ofMillis(200));
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.server.port());
            socket.getOutputStream().write("GET /metr".getBytes(US_ASCII));
            stalled.add(socket);
        }
        assertThat(at.send(at.request("/metrics")).statusCode()).isEqualTo(200);

        for (Socket socket : stalled) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.close();
        }
        assertThat(at.send(at.request("/metrics")).statusCode()).isEqualTo(200);
        assertThat(at.faults).isEmpty();
    }

    @Test
    void aFloodOfStalledClientsIsTurnedAwayAndOvercome() throws Exception {
        at.server.close();
        at.server = at.open(OpenPort.ANY, Duration.ofMillis(100));
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.server.port());
            socket.getOutputStream().write('G');
            stalled.add(socket);
        }
        for (Socket socket : stalled) {
            assertThat(readToEnd(socket)).isEqualTo(-1);
            socket.close();
        }
        assertThat(at.send(at.request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(at.faults).isEmpty();
    }

    /** -1 at the end; a reset is an end as well. */
    private static int readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Test
    void closeDoesNotWaitForAClientThatStalls() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.server.port())) {
            socket.getOutputStream().write("GET /metr".getBytes(US_ASCII));
            at.send(at.request("/healthz"));
            long start = System.nanoTime();
            at.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            assertThat(readToEnd(socket)).isEqualTo(-1);
        }
    }

    @Test
    void oneInterruptOfTheServersOwnThreadIsCuredByACheckWithoutAnyRequest() throws Exception {
        Thread lost = dispatcher();
        int port = at.server.port();
        lost.interrupt();

        at.server.check();

        assertThat(at.server.port()).isEqualTo(port);
        assertThat(at.send(at.request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(lost.isAlive()).isFalse();
        assertThat(dispatcher().isInterrupted()).isFalse();
        assertThat(at.faults)
                .singleElement()
                .asString()
                .endsWith("the thread of port " + port + " was interrupted: it is opened again");
        at.server.check();
        assertThat(at.faults).hasSize(1);
    }

    /** The JDK gives its thread no handler: what escapes there would reach the host's. */
    @Test
    void theThreadsThatTheServerMakesHaveAWall() {
        List<String> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> SERVERS_OWN.contains(thread.getName()))
                .filter(thread -> thread.getUncaughtExceptionHandler() instanceof ThreadGroup)
                .map(Thread::getName)
                .toList();

        assertThat(dispatcher().isAlive()).isTrue();
        assertThat(made).isEmpty();
    }

    @Test
    void aRequestCuresItAsWell() throws Exception {
        Thread interrupted = dispatcher();
        interrupted.interrupt();

        assertThat(at.send(at.request("/healthz")).statusCode()).isEqualTo(200);

        assertThat(interrupted.isInterrupted()).isFalse();
        at.server.check();
        assertThat(interrupted.isAlive()).isTrue();
        assertThat(at.faults).isEmpty();
    }

    @Test
    void itIsCuredAsOftenAsItHappens() throws Exception {
        for (int time = 1; time <= 3; time++) {
            Thread lost = dispatcher();
            lost.interrupt();

            at.server.check();

            assertThat(lost.isAlive()).isFalse();
            assertThat(at.send(at.request("/healthz")).statusCode()).isEqualTo(200);
            assertThat(at.faults).hasSize(time);
        }
    }

    /** As where the heap is full. Nobody closes its selector then, and with that its port. */
    @Test
    void aServerWhoseThreadHasDiedGivesItsPortBack() throws Exception {
        at.server.close();
        AtomicBoolean full = new AtomicBoolean();
        BooleanSupplier heap = () -> {
            if (full.getAndSet(false)) {
                throw new StackOverflowError("on the thread of the server");
            }
            return false;
        };
        at.server = at.open(JdkServers.starved(heap, inside -> {}), at.workers(), OpenPort.ANY);
        int port = at.server.port();
        Thread lost = dispatcher();
        full.set(true);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            lost.join(5_000);
            assertThat(lost.isAlive()).isFalse();

            at.server.check();

            assertThat(readToEnd(socket)).as("nobody is kept waiting").isEqualTo(-1);
        }
        assertThat(at.server.port()).isEqualTo(port);
        assertThat(at.send(at.request("/healthz")).statusCode()).isEqualTo(200);
        at.server.check();
        assertThat(at.faults).hasSize(1);
    }

    @Test
    void aPortThatCannotBeHadAgainIsClosed() throws Exception {
        PortRange same = new PortRange(at.server.port(), at.server.port());
        at.server.close();
        AtomicInteger made = new AtomicInteger();
        HttpServerFactory once = (address, backlog) -> {
            if (made.getAndIncrement() > 0) {
                throw new BindException("Address already in use");
            }
            return HttpServer.create(address, backlog);
        };
        at.server = at.open(once, at.workers(), same);
        dispatcher().interrupt();

        assertThatExceptionOfType(PortTakenException.class).isThrownBy(at.server::check);

        assertThat(ourThreads()).isEmpty();
        at.server.close();
        at.server = at.open(same);
        assertThat(at.send(at.request("/healthz")).statusCode()).isEqualTo(200);
    }

    private static Thread dispatcher() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("HTTP-Dispatcher"))
                .findAny()
                .orElseThrow();
    }

    private static List<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("forkwatch-http-"))
                .filter(thread -> !endsSoon(thread))
                .toList();
    }

    private static boolean endsSoon(Thread thread) {
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void workersThatGetNoThreadLeaveThePortAlone(int available) throws Exception {
        PortRange same = new PortRange(at.server.port(), at.server.port());
        at.server.close();
        AtomicInteger left = new AtomicInteger(available);
        ThreadFactory few = task -> {
            if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new HttpThreads().newThread(task);
        };
        Workers workers = new Workers(Duration.ofSeconds(10), few, (what, fault) -> at.faults.add(fault));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> at.open(HttpServer::create, workers, same))
                .withMessage("no thread for the port: unable to create native thread");

        assertThat(ourThreads()).isEmpty();
        at.server = at.open(same);
        assertThat(at.server.port()).isEqualTo(same.first());
    }

    @Test
    void aRequestForWhichThereIsNoThreadIsClosedAndTheNextIsServed() throws Exception {
        at.server.close();
        AtomicInteger made = new AtomicInteger();
        ThreadFactory twice = task -> {
            if (made.incrementAndGet() == 3) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new HttpThreads().newThread(task);
        };
        at.server = at.open(
                HttpServer::create,
                new Workers(Duration.ofSeconds(10), twice, (what, fault) -> at.faults.add(fault)),
                OpenPort.ANY);

        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), at.server.port())) {
            refused.getOutputStream().write("GET /healthz HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            assertThat(readToEnd(refused)).isEqualTo(-1);
        }

        assertThat(at.send(at.request("/healthz")).statusCode()).isEqualTo(200);
    }
}

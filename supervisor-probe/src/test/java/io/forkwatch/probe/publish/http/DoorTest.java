package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The port as it ships, with a door; by sockets that say just what is written here. */
@Timeout(60)
class DoorTest {
    private static final String GET = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int PLENTY = 1_000_000;
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Tally dropped = new Tally();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> clients = new ArrayList<>();
    private final List<ProbeServer> servers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        servers.forEach(ProbeServer::close);
        for (SocketChannel client : clients) {
            client.close();
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aScrapeIsAnsweredWhileSilentHalfAndDrippingConnectionsAreThere() throws IOException {
        ProbeServer server = open(PLENTY);
        List<SocketChannel> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(connect(server));
            others.add(say(connect(server), "GET /metrics HTTP/1.1\r\nHo"));
        }
        for (SocketChannel other : others.subList(0, 20)) {
            say(other, "G");
        }

        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");

        assertThat(others).allSatisfy(other -> assertThat(isConnected(other)).isTrue());
        assertThat(dropped.read()).isEmpty();
    }

    @Test
    void whereThereIsNoRoomTheSilentAndTheHalfMakeRoomAndAreCounted() throws IOException {
        ProbeServer server = open(8 * 32);
        long before = descriptors();
        for (int i = 0; i < 300; i++) {
            connect(server);
            say(connect(server), "GET /metrics HT");
        }

        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");

        assertThat(descriptors() - before - clients.size()).isLessThan(2 * 32);
        assertThat(dropped.read().get("connections")).isGreaterThan(300);
    }

    @Test
    void noMoreThan150WithHalfARequestAreKept() throws IOException {
        ProbeServer server = open(PLENTY);
        for (int i = 0; i < 250; i++) {
            say(connect(server), "GET /metrics HT");
        }

        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(answer(clients.get(0))).isEmpty();
        assertThat(isConnected(clients.get(249))).isTrue();
    }

    @Test
    void fiveHundredScrapesAtOnceAreAllAnswered() throws IOException {
        ProbeServer server = open(PLENTY);
        for (int i = 0; i < 500; i++) {
            connect(server);
        }
        for (SocketChannel client : clients) {
            say(client, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        assertThat(clients).allSatisfy(client -> assertThat(answer(client)).matches("(?s)HTTP/1.1 (200|503) .*"));
    }

    @Test
    void whoFindsNoWorkerIsToldSo() throws IOException {
        Workers none = new Workers(Duration.ofSeconds(10), new HttpThreads(), (what, fault) -> faults.add(fault), 1, 1);
        ProbeServer server = open(JdkServers.opened(), none, 500);
        for (int i = 0; i < 50; i++) {
            say(connect(server), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        List<String> answers = new ArrayList<>();
        for (SocketChannel client : clients) {
            answers.add(answer(client).substring(9, 12));
        }
        assertThat(answers).containsOnly("200", "503");
        assertThat(dropped.read())
                .containsEntry("scrapes", answers.stream().filter("503"::equals).count());
    }

    @Test
    void aRequestInPiecesIsAnsweredWhenItIsWhole() throws IOException {
        ProbeServer server = open(PLENTY);
        SocketChannel client = connect(server);
        for (int i = 0; i < GET.length(); i++) {
            say(client, GET.substring(i, i + 1));
            assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");
        }

        assertThat(answer(client)).startsWith("HTTP/1.1 200 OK\r\n").contains("Connection: close\r\n");
    }

    @Test
    void bodiesThatDripHoldNobodyUp() throws IOException {
        ProbeServer server = open(PLENTY);
        for (int i = 0; i < 20; i++) {
            say(connect(server), "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12");
            say(connect(server), "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n12");
            say(connect(server), "HEAD / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n12");
        }

        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        SocketChannel client =
                say(connect(open(PLENTY)), "GET / HTTP/1.1\r\nX: " + "y".repeat(RequestHead.LARGEST - 18));

        assertThat(answer(client)).startsWith("HTTP/1.1 431 ");
        assertThat(dropped.read()).containsEntry("connections", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /metr"})
    void whoHangsUpIsNoneThatWasTurnedAway(String said) throws IOException {
        ProbeServer server = open(PLENTY);
        SocketChannel client = say(connect(server), said);
        client.shutdownOutput();

        assertThat(answer(client)).isEmpty();
        assertThat(dropped.read()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/metrics, evil.example:9797, 403",
        "/healthz, evil.example, 403",
        "/, evil.example, 403",
        "/nothing, evil.example, 403",
        "http://evil.example/metrics, localhost, 403",
        "http://localhost/metrics, evil.example, 403",
        "http://localhost/metrics, localhost, 200",
        "/metrics, 127.0.0.1, 200",
    })
    void aNameThatIsNotOfThisMachineIsNotAnswered(String uri, String host, String status) throws IOException {
        SocketChannel client = say(connect(open(PLENTY)), "GET " + uri + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        assertThat(answer(client)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void withoutADescriptorItRestsInsteadOfAskingAgainAndAgain() throws IOException {
        AtomicBoolean starved = new AtomicBoolean(true);
        List<Inside> insides = new ArrayList<>();
        ProbeServer server = open(JdkServers.starved(starved::get, insides::add), workers(), 500);
        SocketChannel client = say(connect(server), GET);
        while (insides.get(0).listenerKey().interestOps() != 0) {
            Thread.onSpinWait();
        }

        starved.set(false);

        assertThat(answer(client)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void whileMemoryIsFullItWaitsAndItsThreadLivesOn() throws IOException {
        AtomicInteger full = new AtomicInteger(5);
        BooleanSupplier heap = () -> {
            if (full.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return false;
        };
        ProbeServer server = open(JdkServers.starved(heap, inside -> {}), workers(), 500);

        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");
        server.check();
        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");
    }

    /** As where no memory is left for the timer that would end it. */
    @Test
    void aConnectionWhoseExchangeCannotBeRunIsClosed() throws IOException {
        Workers untimed = new Workers(
                Duration.ofSeconds(Long.MAX_VALUE), new HttpThreads(), (what, fault) -> faults.add(fault), 1, 1);
        ProbeServer server = open(JdkServers.opened(), untimed, 2);
        for (int i = 0; i < 3; i++) {
            assertThat(answer(say(connect(server), GET))).isEmpty();
        }

        assertThat(faults).hasSize(3).allSatisfy(fault -> assertThat(fault).isInstanceOf(ArithmeticException.class));
        faults.clear();
    }

    /** The thread of the server dies between taking a connection and writing down that it has it. */
    @Test
    void aConnectionThatTheServerHasNotHeardOfIsClosedWithIt() throws Exception {
        List<Inside> insides = new ArrayList<>();
        ProbeServer server = open(JdkServers.starved(() -> false, insides::add), workers(), 500);
        SocketChannel known = say(connect(server), "GET /hea");
        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");
        Inside inside = insides.get(0);
        CountDownLatch taken = new CountDownLatch(1);
        inside.listenAt(new LosingListener(inside.listener(), taken::countDown));
        inside.selector().wakeup();
        long before = descriptors();
        SocketChannel lost = connect(server);
        taken.await();

        awaitCheck(server);

        assertThat(answer(lost)).isEmpty();
        assertThat(answer(known)).isEmpty();
        assertThat(answer(say(connect(server), GET))).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(descriptors() - before).isLessThanOrEqualTo(2);
        faults.clear();
    }

    private void awaitCheck(ProbeServer server) throws IOException {
        while (faults.isEmpty()) {
            server.check();
            Thread.onSpinWait();
        }
        assertThat(faults).singleElement().asString().endsWith("it is opened again");
    }

    @Test
    void whatATimerShouldHaveDoneACheckDoes() throws IOException {
        AtomicLong nanos = new AtomicLong();
        AtomicBoolean elsewhere = new AtomicBoolean(true);
        Workers untimely = workers();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            HttpServer unstarted = JdkServers.opened().create(ANY, 1);
            Door door = new Door(
                    Inside.of(unstarted),
                    unstarted.createContext("/"),
                    untimely,
                    Wire.Plain::new,
                    500,
                    nanos::get,
                    (what, fault) -> faults.add(fault),
                    dropped::add,
                    connection -> elsewhere.get());
            SocketChannel client = SocketChannel.open(listener.getLocalAddress());
            clients.add(client);
            SocketChannel guest = Objects.requireNonNull(door.accept(listener));
            untimely.close();

            door.check();
            assertThat(dropped.read()).isEmpty();
            nanos.addAndGet(5_000_000_000L);
            door.check();

            assertThat(guest.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(dropped.read()).containsEntry("connections", 1L);
            assertThat(guest.isOpen()).as("the server closes it").isTrue();
            nanos.addAndGet(300_000_000_000L);
            door.check();
            assertThat(guest.isOpen()).as("somebody answers it, and takes long").isTrue();
            elsewhere.set(false);
            door.check();
            assertThat(guest.isOpen()).as("the server takes it for closed").isFalse();
            JdkServers.opened().release(unstarted);
        } catch (ReflectiveOperationException otherJdk) {
            throw new LinkageError("another JDK", otherJdk);
        }
    }

    /** The JDK's own way would lose three descriptors each time. */
    @Test
    void aServerThatCannotBeBoundGivesBackWhatItHas() throws IOException {
        HttpServerFactory servers = JdkServers.opened();
        try (ServerSocketChannel taken = ServerSocketChannel.open()) {
            InetSocketAddress address = (InetSocketAddress) taken.bind(ANY).getLocalAddress();
            long before = descriptors();
            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(BindException.class).isThrownBy(() -> servers.create(address, 1));
            }

            assertThat(descriptors()).isLessThan(before + 20);
        }
    }

    private Workers workers() {
        return new Workers(Duration.ofSeconds(10), new HttpThreads(), (what, fault) -> faults.add(fault));
    }

    private ProbeServer open(long openFilesLimit) throws IOException {
        return open(JdkServers.opened(), workers(), Door.roomFor(openFilesLimit));
    }

    private ProbeServer open(HttpServerFactory factory, Workers workers, int room) throws IOException {
        Snapshot snapshot = new Snapshot(0, List.of(), List.of(Children.totals("worker", 1)), List.of(), 0);
        ProbeMetrics metrics = new ProbeMetrics(
                new MetricSources(
                        () -> snapshot,
                        () -> JvmView.EMPTY,
                        () -> PssView.EMPTY,
                        Map::of,
                        Map::of,
                        new Tally(),
                        dropped),
                List.of("ok"),
                "1",
                "17");
        Health health = new Health(
                () -> new FixedView(snapshot),
                Duration.ofHours(1),
                // The snapshot is of time 0: on a machine that has been up for long it would be stale.
                new Clocks(() -> 0, InstantSource.system()));
        ProbeServer server = ProbeServer.open(
                factory,
                workers,
                new PortOptions("127.0.0.1", new PortRange(0, 0), AuthOptions.NONE, TlsOptions.NONE),
                Guard.NONE,
                room,
                metrics,
                health,
                (what, fault) -> faults.add(fault));
        servers.add(server);
        return server;
    }

    private SocketChannel connect(ProbeServer server) throws IOException {
        SocketChannel client =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        clients.add(client);
        return client;
    }

    private static SocketChannel say(SocketChannel client, String text) throws IOException {
        try {
            client.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        } catch (IOException turnedAway) {
            assertThat(turnedAway).hasMessageMatching("Broken pipe|Connection reset.*");
        }
        return client;
    }

    /** All until the end of the connection; empty if it was turned away. */
    private static String answer(SocketChannel client) {
        ByteBuffer read = ByteBuffer.allocate(1 << 20);
        try {
            while (client.read(read) >= 0) {
                assertThat(read.hasRemaining()).isTrue();
            }
        } catch (IOException reset) {
            assertThat(reset).hasMessageMatching("Broken pipe|Connection reset.*");
        }
        return UTF_8.decode(read.flip()).toString();
    }

    private static boolean isConnected(SocketChannel client) {
        try {
            client.configureBlocking(false);
            return client.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException reset) {
            return false;
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}

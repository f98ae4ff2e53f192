package io.forkwatch.probe.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.FakeTime;
import io.forkwatch.probe.options.GivenOptions;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.LongPlan;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.publish.web.WebRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsPortTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String START = "started";

    private final FakeTime time = FakeTime.start();
    private final List<String> lines = new ArrayList<>();
    private final List<Optional<String>> places = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final List<MetricsPort> opened = new ArrayList<>();

    @AfterEach
    void closePorts() {
        opened.forEach(MetricsPort::close);
    }

    @Test
    void aHealthyStartIsOneLineWithTheUrl() throws IOException {
        MetricsPort port = port("port=0");

        assertThat(turn(port)).isEqualTo(A_SECOND);

        assertThat(lines).singleElement().asString().matches(START + " http://127.0.0.1:\\d+/metrics");
        connect(portIn(lines.get(0)));
        assertThat(places).singleElement().isEqualTo(Optional.of(lines.get(0).substring(START.length() + 1)));
    }

    @Test
    void anOpenPortIsLeftInPeace() {
        MetricsPort port = port("port=0");
        turn(port);
        time.pass(3600);

        assertThat(turn(port)).isEqualTo(A_SECOND);
        assertThat(lines).hasSize(1);
    }

    /** Pages of which some take long. */
    private record Inside() implements WebPages {
        @Override
        public Optional<WebAnswer> answer(WebRequest request) {
            return Optional.empty();
        }

        @Override
        public Optional<LongPages> longPages() {
            return Optional.of(request -> new LongPlan.Refused(WebAnswer.of(404, "text/plain", "no\n")));
        }
    }

    @Test
    void thatNobodyMayLookInsideOnThisAddressIsToldOnce() {
        pages = new Inside();
        MetricsPort port = port("host=0.0.0.0,port=0");
        turn(port);
        time.pass(3600);
        turn(port);

        assertThat(port.isDebugOpen()).isFalse();
        assertThat(lines).hasSize(2).endsWith(ProbeServer.DEBUG_SHUT);
    }

    @Test
    void onLoopbackAndWhereNobodyWantsThatNothingIsTold() {
        MetricsPort without = port("port=0");
        turn(without);
        assertThat(without.isDebugOpen()).isFalse();
        pages = new Inside();
        MetricsPort with = port("port=0");
        turn(with);
        assertThat(with.isDebugOpen()).isTrue();
        assertThat(lines).hasSize(2);
    }

    @Test
    void aTakenPortIsToldOnceTriedAgainAndToldWhenItWorks() throws IOException {
        MetricsPort port;
        int number;
        try (ServerSocket taker = take()) {
            number = taker.getLocalPort();
            port = port("port=" + number);

            assertThat(turn(port)).isEqualTo(TimeUnit.SECONDS.toNanos(5));
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).isEqualTo(START);
            assertThat(lines.get(1))
                    .startsWith("port=" + number + " on 127.0.0.1 cannot be had (")
                    .endsWith("); trying again in the background, everything else works");

            time.pass(1);
            assertThat(turn(port)).isEqualTo(TimeUnit.SECONDS.toNanos(4));
            time.pass(4);
            assertThat(turn(port)).isEqualTo(TimeUnit.SECONDS.toNanos(10));
            assertThat(lines).hasSize(2);
        }
        time.pass(9);
        assertThat(turn(port)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        time.pass(1);
        assertThat(turn(port)).isEqualTo(A_SECOND);

        assertThat(lines).hasSize(3).endsWith("metrics on http://127.0.0.1:" + number + "/metrics");
        connect(number);
    }

    @Test
    void aRangeGivesItsFirstFreePort() throws IOException {
        try (ServerSocket taker = take()) {
            int first = taker.getLocalPort();

            turn(port("port=" + first + "-" + (first + 200)));

            assertThat(portIn(lines.get(0))).isGreaterThan(first);
        }
    }

    @Test
    void aHostThatIsNotThisMachineIsToldOnceAndForAll() {
        // TEST-NET-1 of RFC 5737: nobody's.
        MetricsPort port = port("host=192.0.2.1,port=0");

        assertThat(turn(port)).isEqualTo(AN_HOUR);
        time.pass(3600);
        assertThat(turn(port)).isEqualTo(AN_HOUR);

        assertThat(lines).containsExactly(START, "no metrics port: host=192.0.2.1 is not an address of this machine");
    }

    @Test
    void aRuntimeWithoutTheHttpServerIsToldOnceAndForAll() {
        MetricsPort port = port("port=0", () -> true, ModuleLayer.empty());

        assertThat(turn(port)).isEqualTo(AN_HOUR);
        time.pass(3600);
        assertThat(turn(port)).isEqualTo(AN_HOUR);

        assertThat(lines)
                .containsExactly(
                        START,
                        "no metrics port: this runtime was made without the module jdk.httpserver;"
                                + " everything else works");
    }

    /** Thrown on, it came again each second, and the start line only at the end. */
    @Test
    void anErrorIsTroubleAndTheStartIsTold() {
        AtomicInteger attempts = new AtomicInteger();
        MetricsPort port = port("port=0", () -> true, ModuleLayer.boot(), (address, backlog) -> {
            attempts.incrementAndGet();
            throw new NoClassDefFoundError("provider");
        });

        assertAttemptsAfter(5, port, attempts);

        assertThat(lines).containsExactly(START);
        assertThat(troubles).hasSize(2).allMatch(line -> line.startsWith("port ") && line.endsWith("provider"));
        troubles.clear();
    }

    @Test
    void withoutAThreadItIsToldOnceAndTheNextAttemptWaits() {
        AtomicInteger attempts = new AtomicInteger();
        MetricsPort port = port("port=0", () -> true, ModuleLayer.boot(), (address, backlog) -> {
            attempts.incrementAndGet();
            throw new OutOfMemoryError("unable to create native thread");
        });

        assertAttemptsAfter(30, port, attempts);

        assertThat(lines).hasSize(2).startsWith(START);
        assertThat(lines.get(1)).contains("no thread for the port").endsWith("; trying again in the background");
    }

    private void assertAttemptsAfter(int seconds, MetricsPort port, AtomicInteger attempts) {
        for (int second = 0; second < seconds; second++) {
            turn(port);
            time.pass(1);
            assertThat(attempts).hasValue(1);
        }
        turn(port);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void nothingIsSaidOrOpenedBeforeTheGateIsOpen() {
        AtomicBoolean gate = new AtomicBoolean();
        MetricsPort port = port("port=0", gate::get, ModuleLayer.boot());

        assertThat(turn(port)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(turn(port)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(lines).isEmpty();

        gate.set(true);
        assertThat(turn(port)).isEqualTo(A_SECOND);
        assertThat(lines).singleElement().asString().startsWith(START + " http://127.0.0.1:");
    }

    @Test
    void aClosedPortIsFreeAndStaysSo() throws IOException {
        MetricsPort port = port("port=0");
        turn(port);
        int number = portIn(lines.get(0));

        port.close();

        assertThat(turn(port)).isEqualTo(AN_HOUR);
        assertThatThrownBy(() -> connect(number)).isInstanceOf(IOException.class);
    }

    @Test
    void closingBeforeTheFirstTurnOpensNothingButTheStartIsTold() {
        MetricsPort port = port("port=0");

        port.close();

        assertThat(turn(port)).isEqualTo(AN_HOUR);
        assertThat(lines).containsExactly(START);
    }

    @AfterEach
    void noTrouble() {
        assertThat(troubles).isEmpty();
    }

    private long turn(MetricsPort port) {
        return port.doWork(time.now());
    }

    /** Once it has been had again, the next loss is a first one. */
    @Test
    void aPortThatIsLostAgainAndAgainIsSoughtNoMorePatiently() {
        AtomicBoolean refused = new AtomicBoolean();
        HttpServerFactory servers = (address, backlog) -> {
            if (refused.get()) {
                throw new IOException("not now");
            }
            return HttpServer.create(address, backlog);
        };
        MetricsPort port = port("port=0", () -> true, ModuleLayer.boot(), servers);
        turn(port);
        for (int loss = 1; loss <= 3; loss++) {
            dispatcher().interrupt();
            refused.set(true);
            assertThat(turn(port)).isEqualTo(5 * A_SECOND);
            refused.set(false);
            time.pass(5);
            assertThat(turn(port)).isEqualTo(A_SECOND);
        }
        assertThat(troubles).hasSize(3);
        troubles.clear();
    }

    private static Thread dispatcher() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("HTTP-Dispatcher"))
                .findAny()
                .orElseThrow();
    }

    private WebPages pages = WebPages.none();

    private MetricsPort port(String argument) {
        return port(argument, () -> true, ModuleLayer.boot());
    }

    private MetricsPort port(String argument, BooleanSupplier gate, ModuleLayer modules) {
        return port(argument, gate, modules, HttpServer::create);
    }

    private MetricsPort port(String argument, BooleanSupplier gate, ModuleLayer modules, HttpServerFactory servers) {
        ProbeOptions options = GivenOptions.of(argument);
        ProbeMetrics metrics = new ProbeMetrics(
                new MetricSources(
                        () -> Snapshot.empty(0),
                        () -> JvmView.EMPTY,
                        () -> PssView.EMPTY,
                        Map::of,
                        Map::of,
                        new Tally(),
                        new Tally()),
                List.of("ok"),
                "1.2.3",
                "17");
        MetricsPort port = new MetricsPort(
                options.port(),
                1_024,
                metrics,
                new Health(() -> FixedView.empty(0), options.sampling().interval(), time.clocks()),
                pages,
                gate,
                modules,
                servers,
                new Lines(),
                (what, fault) -> troubles.add(what + ' ' + fault));
        opened.add(port);
        return port;
    }

    /** Keeps what is told. */
    private final class Lines implements MetricsPort.Announcements {
        @Override
        public void started(Optional<String> url) {
            lines.add(url.map(at -> START + ' ' + at).orElse(START));
        }

        @Override
        public void listens(Optional<String> url) {
            places.add(url);
        }

        @Override
        public void notice(String line) {
            lines.add(line);
        }
    }

    /** Takes a port below the range from which the kernel gives ports away, so that nobody gets it in between. */
    private static ServerSocket take() throws IOException {
        for (int number = 21_000; number < 22_000; number++) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number), 1);
                return socket;
            } catch (BindException taken) {
                socket.close();
            }
        }
        throw new IOException("no free port");
    }

    private static int portIn(String startLine) {
        int colon = startLine.lastIndexOf(':');
        return Integer.parseInt(startLine.substring(colon + 1, startLine.indexOf('/', colon)));
    }

    private static void connect(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(socket.isConnected()).isTrue();
        }
    }
}

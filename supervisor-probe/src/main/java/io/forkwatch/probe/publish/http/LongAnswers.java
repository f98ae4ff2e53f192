package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpExchange;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.publish.web.LongAnswer;
import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.LongPlan;
import io.forkwatch.probe.publish.web.LongPlan.Work;
import io.forkwatch.probe.thread.OwnThreads;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Answers what takes long, one request at a time, on two threads that end with it: one works and is never broken off, the
 * other waits for it and sends. So the threads that answer scrapes are free meanwhile, and a client that does not read holds
 * up nothing but the next request of this kind. Safe for any thread.
 */
final class LongAnswers implements Closeable {
    /** Until a client has read its answer, which may be some 100 MiB. */
    private static final Duration SENDING = Duration.ofMinutes(2);

    private static final String NO_THREAD = "no thread could be started for it";
    private static final int PIECE_BYTES = 64 << 10;

    /** What a browser says of a request that a page of somebody else has made it send (Fetch Metadata). */
    private static final List<String> OURS = List.of("same-origin", "none");

    private final LongPages pages;
    private final Timer timer;
    private final LongSupplier nanos;
    private final Trouble trouble;
    private Optional<Turn> now = Optional.empty();

    /** Does something later; what comes back calls that off. */
    interface Timer {
        Runnable later(Runnable task, long nanos);
    }

    /** Whose turn it is, until both its threads have ended. */
    private static final class Turn {
        private final InetSocketAddress client;
        private final long usualEndNanos;
        private final BlockingQueue<LongAnswer> answer = new ArrayBlockingQueue<>(1);
        private Optional<Thread> sender = Optional.empty();
        private int threads = 2;
        private volatile boolean unwanted;

        Turn(InetSocketAddress client, long usualEndNanos) {
            this.client = client;
            this.usualEndNanos = usualEndNanos;
        }
    }

    LongAnswers(LongPages pages, Timer timer, LongSupplier nanos, Trouble trouble) {
        this.pages = pages;
        this.timer = timer;
        this.nanos = nanos;
        this.trouble = trouble;
    }

    /** True for the connection of the one who waits for such an answer, or gets it. */
    synchronized boolean isFor(SocketChannel connection) {
        try {
            return now.isPresent() && now.get().client.equals(connection.getRemoteAddress());
        } catch (IOException closed) {
            return false;
        }
    }

    /** Begins to answer; false where the answer is sent already, and the exchange is the caller's to close. */
    boolean take(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            PageExchange.refuse(exchange, 405, "only GET");
            return false;
        }
        if (!OURS.containsAll(exchange.getRequestHeaders().getOrDefault("Sec-Fetch-Site", List.of()))) {
            PageExchange.refuse(exchange, 403, "not for the pages of other sites");
            return false;
        }
        LongPlan plan = pages.plan(PageExchange.request(exchange));
        if (plan instanceof Work work) {
            return begin(exchange, work);
        }
        PageExchange.send(exchange, ((LongPlan.Refused) plan).answer());
        return false;
    }

    private boolean begin(HttpExchange exchange, Work work) throws IOException {
        Turn turn = new Turn(
                exchange.getRemoteAddress(), nanos.getAsLong() + work.usual().toNanos());
        long waitSeconds = occupy(turn);
        if (waitSeconds > 0) {
            exchange.getResponseHeaders().set("Retry-After", Long.toString(waitSeconds));
            PageExchange.refuse(exchange, 429, "one at a time, and another is at work; try again later");
            return false;
        }
        boolean begun = false;
        try {
            start(turn, exchange, work);
            begun = true;
        } catch (OutOfMemoryError noThread) {
            PageExchange.refuse(exchange, 503, NO_THREAD);
        } finally {
            if (!begun) {
                free();
            }
        }
        return begun;
    }

    /** Takes the turn, or says in how many seconds to ask again. */
    private synchronized long occupy(Turn turn) {
        if (now.isEmpty()) {
            now = Optional.of(turn);
            return 0;
        }
        long leftNanos = now.get().usualEndNanos - nanos.getAsLong();
        return 1 + Math.max(0, TimeUnit.NANOSECONDS.toSeconds(leftNanos));
    }

    private synchronized void free() {
        now = Optional.empty();
    }

    private synchronized void leave(Turn turn) {
        turn.threads--;
        if (turn.threads == 0) {
            now = Optional.empty();
        }
    }

    private void start(Turn turn, HttpExchange exchange, Work work) {
        Thread sender = OwnThreads.interruptible("debug-send", () -> send(turn, exchange, work.patience()));
        synchronized (this) {
            turn.sender = Optional.of(sender);
        }
        sender.start();
        // From here on that one answers.
        try {
            OwnThreads.uninterruptible("debug", () -> work(turn, work)).start();
        } catch (OutOfMemoryError noThread) {
            turn.answer.add(LongAnswer.line(503, NO_THREAD));
            leave(turn);
        }
    }

    private void work(Turn turn, Work work) {
        try {
            turn.answer.add(work.task().run());
        } catch (Throwable fault) {
            trouble.report("debug", fault);
            turn.answer.add(LongAnswer.line(500, "Forkwatch could not answer; its log has the reason"));
        } finally {
            if (turn.unwanted) {
                discard(turn);
            }
            leave(turn);
        }
    }

    private void send(Turn turn, HttpExchange exchange, Duration patience) {
        try (exchange;
                LongAnswer answer = await(turn, patience)) {
            send(exchange, answer);
        } catch (IOException | InterruptedException gone) {
            return; // The client, or the port.
        } catch (Throwable fault) {
            trouble.report("debug", fault);
        } finally {
            turn.unwanted = true;
            discard(turn);
            leave(turn);
        }
    }

    private static LongAnswer await(Turn turn, Duration patience) throws InterruptedException {
        LongAnswer answer = turn.answer.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        return answer != null
                ? answer
                : LongAnswer.line(
                        504, "it takes longer than " + patience.toSeconds() + " s; nobody waits for it any more");
    }

    /** Whoever comes second finds what the other has left. */
    private void discard(Turn turn) {
        LongAnswer unsent = turn.answer.poll();
        try {
            if (unsent != null) {
                unsent.close();
            }
        } catch (IOException | RuntimeException left) {
            trouble.report("debug", left);
        }
    }

    private void send(HttpExchange exchange, LongAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            exchange.getResponseHeaders().set(header.getKey(), header.getValue());
        }
        Runnable limit = timer.later(Thread.currentThread()::interrupt, SENDING.toNanos());
        try (OutputStream out = begin(exchange, answer)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int read = answer.body().read(piece);
                    read >= 0;
                    read = answer.body().read(piece)) {
                out.write(piece, 0, read);
            }
        } finally {
            limit.run();
        }
    }

    private static OutputStream begin(HttpExchange exchange, LongAnswer answer) throws IOException {
        // 0 is what the JDK's server takes for a length that is not known, and -1 for none.
        long length = answer.lengthBytes() < 0 ? 0 : answer.lengthBytes() == 0 ? -1 : answer.lengthBytes();
        exchange.sendResponseHeaders(answer.status(), length);
        return exchange.getResponseBody();
    }

    /** Nobody waits any more for what is at work; that goes on to its end. */
    @Override
    public synchronized void close() {
        now.flatMap(turn -> turn.sender).ifPresent(Thread::interrupt);
    }
}

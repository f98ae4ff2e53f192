package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpContext;
import io.forkwatch.probe.process.Trouble;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. The JDK's server accepts whoever connects, and keeps a thread for each request from its first byte on;
 * its limits are system properties, and those are the host's. With a door before it, a request gets a thread when all of it
 * is there: until then, the server's own thread gathers its bytes and waits for nobody. A connection carries one request.
 *
 * <p>There is room for so many connections. Where it is full, the oldest that has not said what it wants makes room, if it
 * has had 25 ms; until then the next waits in the kernel, where it costs the host no descriptor. It waits there as well
 * while the host has none left: the JDK's server would ask for it again and again, without a rest.
 */
final class Door implements Executor {
    private static final int MOST = 1024;

    private static final int LEAST = 4;

    /** Of the files that this process may have open. */
    private static final int SHARE = 8;

    /** With half a request each: the JDK keeps 200 connections that have said something, and closes others. */
    private static final int MOST_HALF = 150;

    /** As long as others wait. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** Until it is tried again whether there is memory. */
    private static final long NO_MEMORY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Until a request is there, of a connection that nobody else wants the place of. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** It has said what it wants by then, and has its answer. */
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(30);

    /**
     * A whole page fits into the socket's buffer, so a client that does not read it keeps no worker waiting. The kernel
     * gives 208 KiB at least.
     */
    private static final int LARGEST_PAGE_BYTES = 512 * 1024;

    /** The longest record of TLS, which is decrypted as one. */
    private static final int PIECE_BYTES = 17 * 1024;

    private static final String FIXED = String.join(
            "\r\n",
            "Connection: close",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Cross-Origin-Resource-Policy: same-origin",
            "");

    private final Inside inside;
    private final HttpContext context;
    private final Workers workers;
    private final Wire.Factory wires;
    private final int room;
    private final LongSupplier nanos;
    private final Trouble trouble;
    private final Consumer<String> dropped;
    private final Predicate<SocketChannel> longAnswers;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);

    /** Those whose request is not there yet, the oldest first. */
    private final Map<SocketChannel, Guest> reading = new LinkedHashMap<>();

    /** Whoever came in and is not closed yet: where memory runs out the JDK takes some for closed that it has not closed. */
    private final Map<SocketChannel, Guest> all = new LinkedHashMap<>();

    /** Known from the first request on; on the server's own thread. */
    private Optional<Exchanges> exchanges = Optional.empty();

    private boolean otherJdk;

    /** Those that are being answered. */
    private final Set<SocketChannel> answering = new HashSet<>();

    private boolean shut;

    private final SpareMemory spare = new SpareMemory();

    /**
     * A door that stands before nothing yet.
     *
     * @param inside of the server
     * @param context of all its pages
     * @param workers answer requests
     * @param wires how connections say what they want
     * @param room for so many connections, 1 to 1,024
     * @param nanos the monotonic clock
     * @param trouble is told once if this JDK's server is another inside
     * @param dropped gets {@code connections} for each that is shown out, {@code scrapes} for each request that
     *     is refused
     * @param longAnswers true for a connection that gets its answer from others, in their own time
     */
    Door(
            Inside inside,
            HttpContext context,
            Workers workers,
            Wire.Factory wires,
            int room,
            LongSupplier nanos,
            Trouble trouble,
            Consumer<String> dropped,
            Predicate<SocketChannel> longAnswers) {
        this.inside = inside;
        this.context = context;
        this.workers = workers;
        this.wires = wires;
        this.room = room;
        this.nanos = nanos;
        this.trouble = trouble;
        this.dropped = dropped;
        this.longAnswers = longAnswers;
    }

    /** For how many connections there is room in a process that may have so many files open: an eighth, 4 to 1,024. */
    static int roomFor(long openFilesLimit) {
        return (int) Math.max(LEAST, Math.min(MOST, openFilesLimit / SHARE));
    }

    /** Stands before the server from now on. It must not be started yet. */
    void stand() {
        inside.listenAt(new GuardedListener(inside.listener(), this));
    }

    // ---- on the server's own thread ---------------------------------------------------------------------------------

    /**
     * The next connection; null where there is none, or no room. A descriptor that was taken while memory runs out is never
     * given back by the JDK: so there is some to be had at that moment, or none is taken.
     */
    @Nullable
    SocketChannel accept(ServerSocketChannel listener) throws IOException {
        try {
            spare.tryOut();
            boolean isRoom = makeRoom();
            SocketChannel channel = isRoom ? listener.accept() : null;
            return channel == null ? null : entered(channel);
        } catch (ClosedChannelException closed) {
            throw closed;
        } catch (IOException noDescriptor) {
            // The kernel says so again and again, as long as somebody waits: the server's thread would spin.
            showOutOldest(0);
            shut(PATIENCE_NANOS);
            return null;
        } catch (OutOfMemoryError full) {
            // Nor is there any for a timer. Who waits does so in the kernel.
            LockSupport.parkNanos(NO_MEMORY_NANOS);
            return null;
        }
    }

    private SocketChannel entered(SocketChannel channel) throws IOException {
        boolean entered = false;
        try {
            enter(channel);
            entered = true;
            return channel;
        } finally {
            if (!entered) {
                channel.close();
            }
        }
    }

    private synchronized boolean makeRoom() {
        if (reading.size() + answering.size() < room || showOutOldest(PATIENCE_NANOS)) {
            return true;
        }
        shut(PATIENCE_NANOS / 2);
        return false;
    }

    private synchronized boolean showOutOldest(long patienceNanos) {
        for (Map.Entry<SocketChannel, Guest> oldest : reading.entrySet()) {
            boolean old = nanos.getAsLong() - oldest.getValue().sinceNanos() >= patienceNanos;
            if (old) {
                showOut(oldest.getKey());
            }
            return old;
        }
        return false;
    }

    private synchronized void shut(long forNanos) {
        if (!shut) {
            // First: where that fails it must stay open.
            workers.later(this::open, forNanos);
            shut = true;
            interest(0);
        }
    }

    private synchronized void open() {
        shut = false;
        interest(SelectionKey.OP_ACCEPT);
        inside.selector().wakeup();
    }

    private void interest(int operations) {
        try {
            inside.listenerKey().interestOps(operations);
        } catch (CancelledKeyException closed) {
            return; // The port is closed.
        }
    }

    private synchronized Guest enter(SocketChannel channel) {
        Runnable limit = workers.later(() -> showOut(channel), LIMIT_NANOS);
        Guest guest = new Guest(nanos.getAsLong(), new RequestHead(), limit, wires.of(channel));
        all.keySet().removeIf(Door::isClosed);
        all.put(channel, guest);
        reading.put(channel, guest);
        return guest;
    }

    /** Gets an exchange each time that a connection has sent something. */
    @Override
    public void execute(Runnable exchange) {
        Thread.interrupted(); // It means nobody: see Dispatcher.
        Optional<Exchanges> known = exchanges();
        if (known.isPresent()) {
            execute(exchange, known.get());
        } else {
            workers.execute(exchange);
        }
    }

    /** True if requests come in by its wires; false on a JDK that is not known. */
    boolean gathers() {
        return exchanges().isPresent();
    }

    private Optional<Exchanges> exchanges() {
        if (exchanges.isEmpty() && !otherJdk) {
            try {
                exchanges = Optional.of(inside.exchanges());
            } catch (ReflectiveOperationException | RuntimeException unknown) {
                otherJdk = true;
                trouble.report("http", new IOException("requests are not gathered: this JDK is not known", unknown));
            }
        }
        return exchanges;
    }

    private void execute(Runnable exchange, Exchanges its) {
        SocketChannel channel = its.channel(exchange);
        Optional<Guest> known = guest(channel);
        Guest guest = known.isPresent() ? known.get() : enter(channel);
        try {
            channel.configureBlocking(false);
            boolean silent = guest.head().isSilent();
            boolean open = guest.read(piece);
            if (guest.head().isTooLarge()) {
                refuse(exchange, its, channel, guest.wire(), "431 Request Header Fields Too Large", "connections");
            } else if (guest.head().isWhole()) {
                answer(exchange, its, channel, guest);
            } else if (open) {
                if (silent) {
                    limitHalves();
                }
                its.awaitMore(exchange);
            } else {
                dismiss(exchange, its, channel);
            }
        } catch (IOException reset) {
            dismiss(exchange, its, channel);
        }
    }

    private synchronized Optional<Guest> guest(SocketChannel channel) {
        return Optional.ofNullable(reading.get(channel));
    }

    private synchronized void limitHalves() {
        List<SocketChannel> halves = new ArrayList<>();
        reading.forEach((channel, guest) -> {
            if (!guest.head().isSilent()) {
                halves.add(channel);
            }
        });
        for (SocketChannel channel : halves.subList(0, Math.max(0, halves.size() - MOST_HALF))) {
            showOut(channel);
        }
    }

    private void answer(Runnable exchange, Exchanges its, SocketChannel channel, Guest guest) throws IOException {
        if (channel.getOption(StandardSocketOptions.SO_SNDBUF) < LARGEST_PAGE_BYTES) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, LARGEST_PAGE_BYTES);
        }
        channel.configureBlocking(true);
        beginAnswer(channel);
        boolean taken = false;
        try {
            workers.execute(() -> answerNow(exchange, its, channel, guest), () -> abandon(exchange, its, channel));
            taken = true;
        } catch (RejectedExecutionException tooMany) {
            channel.configureBlocking(false);
            refuse(exchange, its, channel, guest.wire(), "503 Service Unavailable", "scrapes");
        } finally {
            if (!taken) {
                endAnswer(channel);
            }
        }
    }

    private void refuse(
            Runnable exchange, Exchanges its, SocketChannel channel, Wire wire, String status, String what) {
        dropped.accept(what);
        byte[] answer = ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + (status.length() + 1) + "\r\n" + FIXED + "\r\n" + status + "\n")
                .getBytes(US_ASCII);
        try {
            // Nothing was sent before, so it goes into the socket's buffer.
            wire.sendNow(answer);
        } catch (IOException gone) {
            return;
        } finally {
            dismiss(exchange, its, channel);
        }
    }

    /** The server lets go of a connection that has nothing to say. */
    private void dismiss(Runnable exchange, Exchanges its, SocketChannel channel) {
        leave(channel);
        its.streams(exchange, context, InputStream.nullInputStream(), OutputStream.nullOutputStream());
        exchange.run();
    }

    // ---- on any thread ----------------------------------------------------------------------------------------------

    private void answerNow(Runnable exchange, Exchanges its, SocketChannel channel, Guest guest) {
        OutputStream out = new BufferedOutputStream(guest.wire().output());
        its.streams(exchange, context, new ByteArrayInputStream(guest.head().withoutBody()), out);
        exchange.run();
        endAnswer(channel);
    }

    /** The server closes nothing after an Error, nor what was never begun. */
    private void abandon(Runnable exchange, Exchanges its, SocketChannel channel) {
        endAnswer(channel);
        close(channel);
        its.forget(exchange);
    }

    private synchronized void beginAnswer(SocketChannel channel) {
        answering.add(channel);
        leave(channel);
    }

    private synchronized void endAnswer(SocketChannel channel) {
        answering.remove(channel);
    }

    private synchronized void leave(SocketChannel channel) {
        Guest guest = reading.remove(channel);
        if (guest != null) {
            guest.limit().run();
        }
    }

    /** The server's thread then reads the end of it, and lets go. */
    private synchronized void showOut(SocketChannel channel) {
        boolean here = reading.containsKey(channel) && channel.isOpen();
        if (here) {
            try {
                channel.shutdownInput();
            } catch (IOException gone) {
                // Its end is there to be read anyway.
            }
        }
        leave(channel);
        if (here) {
            dropped.accept("connections");
        }
    }

    /** Does what a timer should have done that was lost, as where memory ran out. To be called once a second. */
    synchronized void check() {
        while (showOutOldest(LIMIT_NANOS)) {}
        all.forEach(this::closeIfForgotten);
        all.keySet().removeIf(Door::isClosed);
        if (shut) {
            open();
        }
    }

    private void closeIfForgotten(SocketChannel channel, Guest guest) {
        boolean old = nanos.getAsLong() - guest.sinceNanos() >= FORGOTTEN_NANOS;
        if (old && !reading.containsKey(channel) && !answering.contains(channel) && !longAnswers.test(channel)) {
            close(channel);
        }
    }

    private static boolean isClosed(SocketChannel channel) {
        return !channel.isOpen();
    }

    /** The server is lost: whoever came in is let go of, also those that it has not heard of, or takes for closed. */
    synchronized void close() {
        reading.values().forEach(guest -> guest.limit().run());
        all.keySet().forEach(Door::close);
        all.clear();
        reading.clear();
        answering.clear();
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            return; // As it was to be.
        }
    }
}

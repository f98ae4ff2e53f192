package io.forkwatch.probe.top;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The terminal of this process: a second screen while it is open, and after that what was there before, also when the JVM is
 * ended by a signal. ECMA-48, and what xterm calls the alternate screen.
 */
final class Tty implements Terminal, AutoCloseable {
    private static final String ESC = "\u001b[";
    private static final String OPEN = ESC + "?1049h" + ESC + "?25l";
    private static final String CLOSE = ESC + "?25h" + ESC + "?1049l";
    private static final String HOME = ESC + "H";
    private static final String END_OF_LINE = ESC + "K";
    private static final String REST = ESC + "J";

    private static final String SORTING = "m memory, c CPU, a age, n name; again turns the order; q quits";

    private final PrintStream out;
    private final Map<String, String> environment;
    private final Optional<Stty> stty;
    private final boolean atOnce;
    private final boolean coloured;
    private final LinkedBlockingQueue<Integer> pressed = new LinkedBlockingQueue<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final boolean hasKeys;

    private Tty(PrintStream out, Map<String, String> environment, Optional<Stty> stty) {
        this.out = out;
        this.environment = environment;
        this.stty = stty;
        this.coloured = hasColours(environment);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "forkwatch-top-restore"));
        this.atOnce = stty.map(Stty::sendKeysAtOnce).orElse(false);
        this.hasKeys = listen();
        out.print(OPEN);
    }

    /** Opens it, on stdout. */
    static Tty open(PrintStream out, Map<String, String> environment) {
        return new Tty(out, environment, Stty.ofThisTerminal());
    }

    /** Whether an output is one for these escapes. */
    static boolean is(Optional<String> output, Map<String, String> environment) {
        String name = environment.getOrDefault("TERM", "");
        boolean device = output.filter(file ->
                        file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console"))
                .isPresent();
        return device && !name.isEmpty() && !name.equals("dumb");
    }

    /** https://no-color.org */
    static boolean hasColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** How much fits into the terminal of this process. */
    static Size sizeOfThisTerminal(Map<String, String> environment) {
        return Stty.size().flatMap(Size::parse).orElse(Size.of(environment, Size.USUAL));
    }

    private boolean listen() {
        try {
            InputStream in = new FileInputStream("/dev/tty");
            Thread listener = new Thread(() -> listenTo(in), "forkwatch-top-keys");
            listener.setDaemon(true);
            listener.start();
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    private void listenTo(InputStream in) {
        try (in) {
            for (int key = in.read(); key >= 0; key = in.read()) {
                pressed.add(key);
            }
        } catch (IOException gone) {
            // The terminal was closed.
        }
        pressed.add((int) 'q');
    }

    @Override
    public Size size() {
        return sizeOfThisTerminal(environment);
    }

    @Override
    public String keys() {
        if (!hasKeys) {
            return "Ctrl-C quits";
        }
        return SORTING + (atOnce ? "" : " (each with Enter)");
    }

    @Override
    public void show(List<Line> lines) {
        StringBuilder screen = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            // Erased before it is written: behind a line of full width the cursor stands on its last character.
            screen.append(i == 0 ? "" : "\r\n")
                    .append(i == lines.size() - 1 ? REST : END_OF_LINE)
                    .append(coloured ? line.coloured() : line.text());
        }
        if (open.get()) {
            out.print(screen);
            out.flush();
        }
        if (out.checkError()) {
            pressed.add((int) 'q'); // Nobody sees it any more.
        }
    }

    @Override
    public OptionalInt key(long nanos) {
        try {
            Integer key = pressed.poll(nanos, TimeUnit.NANOSECONDS);
            return key == null ? OptionalInt.empty() : OptionalInt.of(key);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return OptionalInt.of('q');
        }
    }

    /** Gives the terminal back as it was. May be called again. */
    @Override
    public void close() {
        if (open.getAndSet(false)) {
            out.print(CLOSE);
            out.flush();
            stty.ifPresent(Stty::restore);
        }
    }
}

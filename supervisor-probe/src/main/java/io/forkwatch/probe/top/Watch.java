package io.forkwatch.probe.top;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The screen of a terminal, refreshed until somebody has seen enough. For one thread. */
final class Watch {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Api api;
    private final Terminal terminal;
    private final LongSupplier nanos;
    private SortBy sort;
    private boolean down;
    private boolean done;
    private Optional<String> trouble = Optional.empty();

    /**
     * One that has shown nothing.
     *
     * @param sort by what the rows are sorted first
     * @param nanos the monotonic clock
     */
    Watch(Api api, Terminal terminal, SortBy sort, LongSupplier nanos) {
        this.api = api;
        this.terminal = terminal;
        this.sort = sort;
        this.down = sort.down();
        this.nanos = nanos;
    }

    /**
     * Shows and refreshes until the key q. What is lost later is said on the screen, above what was known last.
     *
     * @throws IOException if there is no answer at first
     */
    void run() throws IOException {
        Screen screen = api.screen();
        do {
            show(screen);
            screen = pauseAndAsk(screen);
        } while (!done);
    }

    private Screen pauseAndAsk(Screen shown) {
        long due = nanos.getAsLong() + EVERY_NANOS;
        for (long left = EVERY_NANOS; left > 0; left = due - nanos.getAsLong()) {
            OptionalInt key = terminal.key(left);
            if (key.isPresent()) {
                press(key.getAsInt());
                if (done) {
                    return shown;
                }
                show(shown);
            }
        }
        return ask(shown);
    }

    private Screen ask(Screen shown) {
        try {
            Screen next = api.screen();
            trouble = Optional.empty();
            return next;
        } catch (IOException lost) {
            trouble = Optional.of("no answer: " + lost.getMessage());
            return shown;
        }
    }

    private void press(int key) {
        done = key == 'q';
        SortBy.ofKey(key).ifPresent(chosen -> {
            down = chosen == sort ? !down : chosen.down();
            sort = chosen;
        });
    }

    private void show(Screen screen) {
        Line foot = trouble.isPresent()
                ? new Line(PlainText.of(trouble.get()), Line.Style.DANGER)
                : new Line(terminal.keys(), Line.Style.QUIET);
        terminal.show(screen.lines(sort, down, terminal.size(), Optional.of(foot)));
    }
}

package io.forkwatch.probe.top;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.options.EscapedText;
import io.forkwatch.probe.procfs.OwnDescriptors;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.takeover.LocalSupervisors;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code top [URL]}: the table of the page in a terminal, and once where it is none. */
public final class TopCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    /** A line, whatever a stranger's message has in it. */
    private static final int MOST_CHARS = 400;

    private final LocalSupervisors supervisors;
    private final boolean isTerminal;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A command that has done nothing.
     *
     * @param isTerminal whether somebody looks at the output
     */
    TopCommand(
            LocalSupervisors supervisors,
            boolean isTerminal,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        this.supervisors = supervisors;
        this.isTerminal = isTerminal;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** The command on this machine. */
    public static TopCommand ofThisMachine(PrintStream out, PrintStream err) {
        Map<String, String> environment = System.getenv();
        return new TopCommand(
                new LocalSupervisors(Marker.ofThisMachine().places(), ProcFs.system()),
                Tty.is(OwnDescriptors.target(1), environment),
                environment,
                out,
                err);
    }

    /**
     * Runs it.
     *
     * @param arguments what stands behind {@code top}
     * @return the exit code: 0, 1 if nobody answers, 2 if the arguments cannot be used or do not say whom to ask
     */
    public int run(List<String> arguments) {
        try {
            TopArguments said = TopArguments.parse(arguments);
            Identity identity = Identity.of(said);
            URI url = said.url().isPresent() ? said.url().get() : theOneHere();
            return show(said, url, new HttpApi(url, identity, System::nanoTime));
        } catch (WrongUse wrong) {
            return refuse(String.valueOf(wrong.getMessage()));
        } catch (IOException unusable) {
            return refuse(EscapedText.of(String.valueOf(unusable.getMessage()), MOST_CHARS));
        }
    }

    private int refuse(String line) {
        err.println("forkwatch: top: " + line);
        return WRONG_USE;
    }

    private URI theOneHere() throws WrongUse {
        List<LocalSupervisors.Found> all = supervisors.find();
        List<LocalSupervisors.Found> open =
                all.stream().filter(each -> each.url().isPresent()).toList();
        if (open.size() == 1) {
            return TopArguments.url(open.get(0).url().orElseThrow());
        }
        if (open.isEmpty()) {
            String why = all.isEmpty()
                    ? "no JVM of this user is watched by Forkwatch here"
                    : "the supervisors of this user have no port (pid "
                            + all.get(0).pid() + (all.size() > 1 ? " and " + (all.size() - 1) + " more" : "") + ")";
            throw new WrongUse(why + "; name one: top http://HOST:PORT");
        }
        StringBuilder list = new StringBuilder(open.size() + " supervisors are here, name one of them:");
        for (LocalSupervisors.Found each : open) {
            list.append("\n    ").append(address(each)).append("  pid ").append(each.pid());
            each.directory().ifPresent(where -> list.append("  ").append(PlainText.of(where)));
        }
        throw new WrongUse(list.toString());
    }

    private static String address(LocalSupervisors.Found found) {
        return PlainText.of(found.url().orElseThrow()).replaceFirst("/metrics$", "");
    }

    private int show(TopArguments said, URI url, Api api) {
        try {
            if (said.json()) {
                json(api);
            } else if (said.once() || !isTerminal) {
                once(said, api);
            } else {
                watch(said, api);
            }
            return DONE;
        } catch (IOException noAnswer) {
            err.println("forkwatch: top: " + url + ": "
                    + EscapedText.of(String.valueOf(noAnswer.getMessage()), MOST_CHARS));
            return FAILED;
        }
    }

    private void json(Api api) throws IOException {
        String body = api.get(Api.CHILDREN);
        // A body of ours has no control characters; who answers there may be somebody else.
        byte[] bytes = ((isTerminal ? PlainText.ofJson(body) : body) + '\n').getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length); // Whatever the encoding of the locale is: this is JSON.
        out.flush();
    }

    private void once(TopArguments said, Api api) throws IOException {
        Size size = isTerminal
                ? new Size(Tty.sizeOfThisTerminal(environment).columns(), Size.UNBOUNDED.lines())
                : Size.of(Map.of("COLUMNS", environment.getOrDefault("COLUMNS", "")), Size.UNBOUNDED);
        boolean coloured = isTerminal && Tty.hasColours(environment);
        for (Line line : api.screen().lines(said.sort(), said.sort().down(), size, Optional.empty())) {
            out.print((coloured ? line.coloured() : line.text()) + '\n');
        }
        out.flush();
    }

    private void watch(TopArguments said, Api api) throws IOException {
        api.screen(); // Before the screen is taken: what is wrong at first is one line.
        try (Tty terminal = Tty.open(out, environment)) {
            new Watch(api, terminal, said.sort(), System::nanoTime).run();
        }
    }
}

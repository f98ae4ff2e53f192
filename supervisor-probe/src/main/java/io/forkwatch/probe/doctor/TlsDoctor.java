package io.forkwatch.probe.doctor;

import io.forkwatch.probe.options.BadOption;
import io.forkwatch.probe.options.OptionParser;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import io.forkwatch.probe.publish.http.tls.TlsReview;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/** {@code doctor tls [OPTIONS]}: what is wrong with the files of the port's encryption, and why. */
public final class TlsDoctor {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int WRONG_USE = 2;

    private final InstantSource clock;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A doctor that has seen nothing.
     *
     * @param clock of this machine
     */
    TlsDoctor(InstantSource clock, PrintStream out, PrintStream err) {
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** The one of this machine. */
    public static TlsDoctor ofMachine(PrintStream out, PrintStream err) {
        return new TlsDoctor(InstantSource.system(), out, err);
    }

    /**
     * Looks at the files that the options name, as the port of a JVM with them would, and as the user who runs this.
     *
     * @param arguments the options as behind {@code -javaagent:forkwatch.jar=}, or nothing for those of the environment
     * @return the exit code: 0 if all is right, 1 if something is wrong, 2 if the options cannot be used
     */
    public int run(List<String> arguments) {
        try {
            if (arguments.size() > 1) {
                return refuse(
                        "takes the options in one word: doctor tls tls.cert=FILE,tls.key=FILE or doctor tls @FILE");
            }
            return look(OptionParser.ofThisJvm(arguments.isEmpty() ? "" : arguments.get(0))
                    .port()
                    .tls());
        } catch (BadOption bad) {
            return refuse("Forkwatch " + bad.line());
        }
    }

    private int refuse(String line) {
        err.println("forkwatch: doctor tls: " + line);
        return WRONG_USE;
    }

    private int look(TlsOptions options) {
        if (!options.wanted()) {
            return refuse(
                    "no option of tls is set, so the port speaks http; allowed is"
                            + " tls.cert=FILE,tls.key=FILE or tls.keystore=FILE,tls.keystore.password=FILE, or @FILE with them");
        }
        List<TlsReview.Finding> findings = TlsReview.of(options, clock.instant());
        int width =
                findings.stream().mapToInt(each -> each.what().length()).max().orElse(0);
        boolean wrong = false;
        for (TlsReview.Finding each : findings) {
            String gap = " ".repeat(width - each.what().length() + 2);
            out.println(word(each.grade()) + each.what() + gap + Doctor.plain(each.detail()));
            wrong |= each.grade() == TlsReview.Grade.WRONG;
        }
        return wrong ? WRONG : RIGHT;
    }

    private static String word(TlsReview.Grade grade) {
        return switch (grade) {
            case RIGHT -> "  yes  ";
            case DOUBTFUL -> "  warn ";
            case WRONG -> "  no   ";
        };
    }
}

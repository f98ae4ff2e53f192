package io.forkwatch.probe;

import io.forkwatch.probe.attach.AttachCommand;
import io.forkwatch.probe.doctor.Doctor;
import io.forkwatch.probe.doctor.TlsDoctor;
import io.forkwatch.probe.options.EscapedText;
import io.forkwatch.probe.options.Usage;
import io.forkwatch.probe.top.TopCommand;
import io.forkwatch.probe.why.WhyCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;

/** {@code java -jar forkwatch.jar}: what Forkwatch says of itself when it is run and not attached. */
public final class CommandLineTool {
    private static final int DONE = 0;
    private static final int WRONG_USE = 2;

    private CommandLineTool() {}

    /**
     * Prints what is asked for on stdout, or on stderr why that cannot be.
     *
     * @param arguments nothing or {@code help} for the usage text, {@code version} for one line, {@code doctor} with or
     *     without a pid for what can be known here, {@code doctor tls} for the files of TLS, {@code attach} with a pid and maybe options, {@code top} with or
     *     without the address of a port, {@code why} with a pid
     * @param version of Forkwatch
     * @return the exit code: 0, 1 if it failed, or 2 if there is no such thing to ask for
     */
    public static int run(String[] arguments, String version) {
        return run(arguments, version, System.out, System.err);
    }

    static int run(String[] arguments, String version, PrintStream out, PrintStream err) {
        if (arguments.length > 1 && arguments[0].equals("doctor") && arguments[1].equals("tls")) {
            return TlsDoctor.ofMachine(out, err).run(List.of(arguments).subList(2, arguments.length));
        }
        if (arguments.length > 0 && arguments[0].equals("doctor")) {
            return doctor(arguments, Doctor.ofMachine(), version, out, err);
        }
        if (arguments.length > 0 && arguments[0].equals("attach")) {
            return AttachCommand.ofThisMachine(out, err).run(List.of(arguments).subList(1, arguments.length));
        }
        if (arguments.length > 0 && arguments[0].equals("top")) {
            return TopCommand.ofThisMachine(out, err).run(List.of(arguments).subList(1, arguments.length));
        }
        if (arguments.length > 0 && arguments[0].equals("why")) {
            return WhyCommand.ofThisMachine(out, err).run(List.of(arguments).subList(1, arguments.length));
        }
        if (arguments.length > 1) {
            return refuse(arguments[1], err);
        }
        switch (arguments.length == 0 ? "help" : arguments[0]) {
            case "help", "--help", "-h" -> out.print(Usage.text(version));
            case "version", "--version" -> out.println("forkwatch " + version);
            default -> {
                return refuse(arguments[0], err);
            }
        }
        return DONE;
    }

    static int doctor(String[] arguments, Doctor doctor, String version, PrintStream out, PrintStream err) {
        OptionalLong pid = arguments.length > 1 ? Doctor.pid(arguments[1]) : OptionalLong.empty();
        if (arguments.length > 2 || (arguments.length == 2 && pid.isEmpty())) {
            return refusePid(arguments[arguments.length - 1], "is not understood", err);
        }
        try {
            String page = pid.isPresent() ? doctor.process(pid.getAsLong()) : doctor.machine();
            out.print("forkwatch " + version + ": " + page);
            return DONE;
        } catch (IOException unreadable) {
            return refusePid(arguments[1], "is no process that can be seen from here", err);
        }
    }

    private static int refusePid(String argument, String why, PrintStream err) {
        err.println("forkwatch: doctor: \"" + EscapedText.of(argument, 80) + "\" " + why
                + "; allowed is the pid of a running process, tls, or nothing");
        return WRONG_USE;
    }

    private static int refuse(String argument, PrintStream err) {
        err.println("forkwatch: \"" + EscapedText.of(argument, 80)
                + "\" is not understood; allowed is one of help, version, doctor, attach, top, why, or nothing."
                + " Options belong behind -javaagent:forkwatch.jar=");
        return WRONG_USE;
    }
}

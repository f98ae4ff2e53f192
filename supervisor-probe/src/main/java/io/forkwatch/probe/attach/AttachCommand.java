package io.forkwatch.probe.attach;

import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.jdk.OwnJar;
import io.forkwatch.probe.options.AgentArgument;
import io.forkwatch.probe.options.BadOption;
import io.forkwatch.probe.options.EscapedText;
import io.forkwatch.probe.options.OptionParser;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * {@code attach PID [options]}: checks everything that can be checked from outside, so that a refusal leaves the JVM as it
 * was, then has it load the agent, and tells by its marker whether it is on.
 */
public final class AttachCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_PID_DIGITS = 10;

    private final AttachPreconditions machine;
    private final AttachApi door;
    private final AttachTimeout patient;
    private final String jar;
    private final Path locks;
    private final long ownPid;
    private final PrintStream out;
    private final PrintStream err;

    AttachCommand(
            AttachPreconditions machine,
            AttachApi door,
            Duration patience,
            String jar,
            Path locks,
            long ownPid,
            PrintStream out,
            PrintStream err) {
        this.machine = machine;
        this.door = door;
        this.patient = new AttachTimeout(patience);
        this.jar = jar;
        this.locks = locks;
        this.ownPid = ownPid;
        this.out = out;
        this.err = err;
    }

    /** The command on this machine, with the jar that this JVM was started from. */
    public static AttachCommand ofThisMachine(PrintStream out, PrintStream err) {
        return new AttachCommand(
                AttachPreconditions.ofThis(),
                new JdkAttachApi(),
                PATIENCE,
                OwnJar.file(),
                Path.of("/tmp"),
                ProcessHandle.current().pid(),
                out,
                err);
    }

    /**
     * Runs it.
     *
     * @param arguments a pid, and maybe the options as in {@code -javaagent:forkwatch.jar=options}
     * @return the exit code: 0 if Forkwatch is on by this command, 1 if not, 2 if the arguments cannot be used
     */
    public int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            return refuse("attach takes the pid of a JVM and maybe options, all in one word:"
                    + " attach PID [key=value,key=value]");
        }
        long pid = pid(arguments.get(0));
        if (pid <= 0) {
            return refuse("attach: \"" + EscapedText.of(arguments.get(0), 80)
                    + "\" is not allowed: a pid is a number from 1 up");
        }
        if (pid == ownPid) {
            return refuse("attach: pid " + pid + " is this command itself; allowed is any other JVM");
        }
        String argument = arguments.size() < 2 ? "" : arguments.get(1);
        try {
            OptionParser.ofArgument(argument);
        } catch (BadOption bad) {
            return refuse("attach: nothing was loaded, Forkwatch " + bad.line());
        }
        return attach(pid, AgentArgument.absolute(argument, Path.of("").toAbsolutePath()));
    }

    private static long pid(String text) {
        boolean number = !text.isEmpty() && text.length() <= MAX_PID_DIGITS;
        for (int at = 0; at < text.length(); at++) {
            number &= text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }
        return number ? Long.parseLong(text) : 0;
    }

    private int refuse(String line) {
        err.println("forkwatch: " + line);
        return WRONG_USE;
    }

    private int attach(long pid, String argument) {
        try {
            machine.checkIsJvm(pid);
            loadAlone(pid, argument);
            checkIsOn(pid);
        } catch (AttachFailure failure) {
            err.println("forkwatch: not attached to pid " + pid + ": " + EscapedText.of(failure.line(), 400));
            return FAILED;
        }
        out.println("forkwatch: on in pid " + pid + "; what it has to say, and the address of its metrics, is on the"
                + " stderr or in the log of that JVM");
        return DONE;
    }

    private void loadAlone(long pid, String argument) throws AttachFailure {
        AttachLock lock = AttachLock.take(locks, pid);
        try {
            if (machine.isSupervisor(pid)) {
                throw new AttachFailure("Forkwatch is on in it already; nothing was loaded");
            }
            patient.call(() -> load(pid, argument));
        } finally {
            lock.release();
        }
    }

    private boolean load(long pid, String argument) throws AttachFailure {
        try (AttachedVm jvm = door.open(pid)) {
            checkSuits(jvm.systemProperties());
            jvm.load(jar, argument);
            return true;
        }
    }

    private static void checkSuits(Properties properties) throws AttachFailure {
        Suitability suitability = Suitability.of(properties, true);
        if (suitability.isJdkTool()) {
            throw new AttachFailure("it runs a tool of the JDK, which Forkwatch leaves alone");
        }
        if (!suitability.refusal().isEmpty()) {
            throw new AttachFailure("Forkwatch " + suitability.refusal());
        }
    }

    private void checkIsOn(long pid) throws AttachFailure {
        if (machine.isSupervisor(pid)) {
            return;
        }
        throw new AttachFailure(
                machine.isWatched(pid)
                        ? "a process above it is watched by Forkwatch already; nested=true makes it a supervisor as well"
                        : "it has loaded the agent, which stays off: the stderr of that JVM says why");
    }
}

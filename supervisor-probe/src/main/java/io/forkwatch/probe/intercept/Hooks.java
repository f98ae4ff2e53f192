package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.StderrRing;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the bridge calls, as the JDK functional types it knows. Named classes and no lambdas: they run in premain, on
 * host threads and on the reaper's 128 KB of stack, where nothing may be linked for the first time.
 */
final class Hooks {
    /** PATH_MAX of the kernel: a child in a directory with a longer name cannot be started. */
    private static final int LONGEST_DIRECTORY = 4096;

    private static final int LONGEST_REASON = 1024;
    private static final int LONGEST_THREAD_NAME = 256;

    /** Of a command, which has any number of words of any length. */
    private static final int MOST_WORDS = 8;

    private static final int LONGEST_WORD = 4096;

    private final ChildEvents events;
    private final LongSupplier nanos;
    private final HostEdits edits;
    private final Optional<StderrTees> tees;
    private final Optional<Lend> lend;
    private final Optional<BeforeKill> beforeKill;
    /** Joins the command, seen by edit SPAWN, with the pid, seen by edit BIRTH: both are on one thread. */
    @SuppressWarnings("ThreadLocalUsage") // There is one instance of this class in a JVM.
    private final ThreadLocal<PendingSpawn> pending = new PerThread();

    Hooks(
            ChildEvents events,
            LongSupplier nanos,
            HostEdits edits,
            Optional<StderrTees> tees,
            Optional<Lend> lend,
            Optional<BeforeKill> beforeKill) {
        this.events = events;
        this.nanos = nanos;
        this.edits = edits;
        this.tees = tees;
        this.lend = lend;
        this.beforeKill = beforeKill;
    }

    BiConsumer<String[], String> starting() {
        return new Starting();
    }

    Consumer<Throwable> failed() {
        return new Failed();
    }

    Consumer<Process> born() {
        return new Born();
    }

    Runnable awaited() {
        return new Awaited();
    }

    LongBinaryOperator ended() {
        return new Ended();
    }

    BiConsumer<ProcessHandle, Boolean> killing() {
        return new Killing();
    }

    /** Empty where nobody wants it: the edit that would call it is not there. */
    Optional<Consumer<Process>> piped() {
        return tees.isPresent() ? Optional.of(new Piped(tees.get())) : Optional.empty();
    }

    /** What takes a command that is to be started, and gives what is started; empty where nothing is lent. */
    Optional<Lend> lending() {
        return lend;
    }

    /** What the supervisor wants to start on a thread. Kept and reused: to set and to remove it costs more than the rest. */
    private static final class PendingSpawn {
        private static final String[] NOTHING = {};

        // ProcessBuilder's own copy.
        private String[] command = NOTHING;
        private String directory = "";
        private long startNanos;
        private Optional<KillProgram> killer = Optional.empty();

        void killerStarted(long pid, ExitValue end) {
            if (killer.isPresent()) {
                killer.get().started(pid, end);
                killer = Optional.empty();
            }
        }

        void killerFailed() {
            if (killer.isPresent()) {
                killer.get().startFailed();
                killer = Optional.empty();
            }
        }

        CommandLine takeCommand() {
            CommandLine taken = command == NOTHING ? CommandLine.UNKNOWN : CommandLine.of(command);
            command = NOTHING;
            return taken;
        }

        // Before its command is taken.
        long startNanos(long now) {
            return command == NOTHING ? now : startNanos;
        }

        String takeDirectory() {
            String taken = directory;
            directory = "";
            return taken;
        }
    }

    private static final class PerThread extends ThreadLocal<PendingSpawn> {
        @Override
        protected PendingSpawn initialValue() {
            return new PendingSpawn();
        }
    }

    private final class Starting implements BiConsumer<String[], String> {
        @Override
        public void accept(String[] command, @Nullable String directory) {
            PendingSpawn next = pending.get();
            next.command = command;
            next.directory = directory == null ? "" : cut(directory, LONGEST_DIRECTORY);
            next.killer = mayKill(command) ? Optional.of(tell(command, next.directory)) : Optional.empty();
            edits.retransformLoaded();
            next.startNanos = nanos.getAsLong();
        }
    }

    /** True if it may be meant to end another process: then it matters who asked for it. A look at its first words, no more. */
    private static boolean mayKill(String[] command) {
        boolean java = command.length > 0 && command[0].endsWith("java");
        for (int i = 0; !java && i < Math.min(command.length, MOST_WORDS); i++) {
            if (command[i].length() <= LONGEST_WORD && mayKill(command[i])) {
                return true;
            }
        }
        return !java && readsScript(command);
    }

    private static boolean mayKill(String word) {
        return word.contains("kill") || word.contains("stop") || word.contains(".sh");
    }

    // "bash cleanup 4242": what stands in the file may kill.
    private static boolean readsScript(String[] command) {
        boolean file = command.length > 1 && !command[1].startsWith("-") && command[1].length() <= LONGEST_WORD;
        return file && command[0].endsWith("sh");
    }

    private KillProgram tell(String[] command, String directory) {
        KillProgram program = new KillProgram(CommandLine.of(command).kept(), directory, caller(), nanos.getAsLong());
        events.killProgram(program);
        return program;
    }

    private static Caller caller() {
        List<String> frames = CallerFrames.of(new Throwable().getStackTrace());
        return new Caller(cut(Thread.currentThread().getName(), LONGEST_THREAD_NAME), frames);
    }

    private final class Failed implements Consumer<Throwable> {
        @Override
        public void accept(Throwable failure) {
            PendingSpawn last = pending.get();
            last.killerFailed();
            String message = firstLine(Objects.requireNonNullElse(failure.getMessage(), ""));
            String reason = cut(message.isEmpty() ? failure.getClass().getName() : message, LONGEST_REASON);
            events.startFailed(new StartFailure(last.takeCommand(), last.takeDirectory(), reason, nanos.getAsLong()));
        }
    }

    // JDK 25 adds lines of advice to some.
    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).trim();
    }

    // Texts of the host may have any length, and wait until the sampler comes.
    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private final class Born implements Consumer<Process> {
        @Override
        public void accept(Process process) {
            PendingSpawn last = pending.get();
            JdkExitValue exit = new JdkExitValue(process);
            Optional<StderrRing> stderr =
                    tees.isPresent() ? Optional.of(tees.get().expect()) : Optional.empty();
            long now = nanos.getAsLong();
            long start = last.startNanos(now);
            last.killerStarted(process.pid(), exit);
            events.started(
                    new Spawn(process.pid(), last.takeCommand(), last.takeDirectory(), start, now, exit, stderr));
            if (!edits.reaperTells()) {
                events.awaited();
            }
        }
    }

    private static final class Piped implements Consumer<Process> {
        private final StderrTees tees;

        Piped(StderrTees tees) {
            this.tees = tees;
        }

        @Override
        public void accept(Process process) {
            tees.attach(process.getErrorStream());
        }
    }

    private final class Awaited implements Runnable {
        @Override
        public void run() {
            events.awaited();
        }
    }

    private final class Ended implements LongBinaryOperator {
        @Override
        public long applyAsLong(long pid, long exitValue) {
            // Below 0: not a child of this JVM, so there is no zombie of ours to read.
            if (exitValue >= 0) {
                events.zombie(pid, (int) exitValue);
            }
            return 0;
        }
    }

    private final class Killing implements BiConsumer<ProcessHandle, Boolean> {
        @Override
        public void accept(ProcessHandle handle, Boolean force) {
            Caller caller = caller();
            events.killAsked(new Kill(handle.pid(), force, caller.thread(), caller.frames(), nanos.getAsLong()));
            if (beforeKill.isPresent()) {
                beforeKill.get().killing(handle.pid(), force);
            }
        }
    }
}

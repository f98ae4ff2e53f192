package java.lang;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;

/**
 * The one class that Forkwatch adds to the boot loader: where the edited JDK methods call out. It sees no class of
 * Forkwatch, so the hooks are JDK functional types.
 *
 * <p>Every entry is a wall: whatever a hook throws ends here, and the host goes on as if nothing had happened.
 */
final class ForkwatchBridge implements Consumer<Object[]> {
    private static volatile BiConsumer<String[], String> starting;
    private static volatile Consumer<Throwable> failed;
    private static volatile Consumer<Process> born;
    private static volatile Runnable awaited;
    private static volatile LongBinaryOperator ended;
    private static volatile BiConsumer<ProcessHandle, Boolean> killing;
    private static volatile AtomicReference<Throwable> lastFault;
    private static volatile Consumer<Process> piped;
    private static volatile BiFunction<String[], Object[], String[]> lending;

    private ForkwatchBridge() {}

    /**
     * Takes the hooks, in the order of the fields, the last two if they are there: before any edit, and again to let go of
     * them.
     */
    @Override
    @SuppressWarnings("unchecked")
    public void accept(Object[] hooks) {
        starting = (BiConsumer<String[], String>) hooks[0];
        failed = (Consumer<Throwable>) hooks[1];
        born = (Consumer<Process>) hooks[2];
        awaited = (Runnable) hooks[3];
        ended = (LongBinaryOperator) hooks[4];
        killing = (BiConsumer<ProcessHandle, Boolean>) hooks[5];
        lastFault = (AtomicReference<Throwable>) hooks[6];
        if (hooks.length > 7) {
            piped = (Consumer<Process>) hooks[7];
        }
        if (hooks.length > 8) {
            lending = (BiFunction<String[], Object[], String[]>) hooks[8];
        }
    }

    /** Stands in for {@code ProcessImpl.start} at its one call in {@code ProcessBuilder.start}. */
    static Process start(
            String[] command,
            Map<String, String> environment,
            String directory,
            ProcessBuilder.Redirect[] redirects,
            boolean redirectErrorStream)
            throws IOException {
        starting(command, directory);
        try {
            return ProcessImpl.start(
                    lent(command, environment, directory), environment, directory, redirects, redirectErrorStream);
        } catch (Throwable failure) {
            failed(failure);
            throw failure;
        }
    }

    private static void starting(String[] command, String directory) {
        try {
            starting.accept(command, directory);
        } catch (Throwable fault) {
            keep(fault);
        }
    }

    // What is run in its place: the same where nobody lends anything.
    private static String[] lent(String[] command, Map<String, String> environment, String directory) {
        BiFunction<String[], Object[], String[]> lend = lending;
        if (lend == null) {
            return command;
        }
        try {
            return lend.apply(command, new Object[] {environment, directory});
        } catch (Throwable fault) {
            keep(fault);
            return command;
        }
    }

    private static void failed(Throwable failure) {
        try {
            failed.accept(failure);
        } catch (Throwable fault) {
            keep(fault);
        }
    }

    /** Entry of {@code ProcessImpl.initStreams}: the pid is known, the reaper has not been started. */
    static void born(Process process) {
        try {
            born.accept(process);
        } catch (Throwable fault) {
            keep(fault);
        }
    }

    /** In {@code ProcessImpl.initStreams}, after {@code stderr} is set; the reaper has still not been started. */
    static void piped(Process process) {
        try {
            piped.accept(process);
        } catch (Throwable fault) {
            keep(fault);
        }
    }

    /** In {@code ProcessHandleImpl$1.run}, before its wait. */
    static void awaited() {
        try {
            awaited.run();
        } catch (Throwable fault) {
            keep(fault);
        }
    }

    /** In {@code ProcessHandleImpl$1.run}, after the wait that does not reap: the process is a zombie. */
    @SuppressWarnings("ReturnValueIgnored") // The JDK has no consumer of two numbers that needs no boxing.
    static void zombie(int exitValue, long pid) {
        try {
            ended.applyAsLong(pid, exitValue);
        } catch (Throwable fault) {
            keep(fault);
        }
    }

    /** Entry of {@code ProcessHandleImpl.destroyProcess}. */
    static void kill(ProcessHandle handle, boolean force) {
        try {
            killing.accept(handle, force ? Boolean.TRUE : Boolean.FALSE);
        } catch (Throwable fault) {
            keep(fault);
        }
    }

    private static void keep(Throwable fault) {
        try {
            lastFault.set(fault);
        } catch (Throwable noStackLeft) {
            return; // The host's stack is at its end: say nothing, be gone.
        }
    }
}

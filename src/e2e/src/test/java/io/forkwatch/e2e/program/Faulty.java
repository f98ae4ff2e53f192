package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The host of the fault table: starts a handful of children, prints how each ended, and exits with 7. Whatever reaches
 * the handler of uncaught exceptions halts it.
 */
public final class Faulty {
    private static final int HALTED = 99;
    /** How it ends. */
    public static final int EXIT_VALUE = 7;

    /** How it ends where a shutdown hook does that. */
    public static final int HALTED_IN_HOOK = 8;

    private static final int CHURNED = 400;

    private Faulty() {}

    /** Runs it; the argument says what it does beside its children, see the switch. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            System.out.println("handler: " + thread.getName() + ' ' + fault);
            System.out.flush();
            Runtime.getRuntime().halt(HALTED);
        });
        switch (args[0]) {
            case "plain" -> children();
            case "thread-group" -> inThreadGroup();
            case "churn" -> churn();
            case "perf-data" -> HostilePerfData.children();
            case "crash-files" -> crashFiles();
            default -> {
                prepare(args[0]);
                children();
            }
        }
        System.exit(EXIT_VALUE);
    }

    private static void prepare(String what) throws IOException {
        switch (what) {
            case "halts-in-hook" -> atEnd(() -> Runtime.getRuntime().halt(HALTED_IN_HOOK));
            case "throws-in-hook" -> {
                Thread.setDefaultUncaughtExceptionHandler(null);
                atEnd(() -> {
                    throw new IllegalStateException("in a hook");
                });
            }
            case "child-in-hook" -> atEnd(() -> tell("in hook", "exit 4"));
            case "no-stderr" -> System.setErr(null);
            case "closed-stderr" -> System.err.close();
            case "throwing-stderr" -> System.setErr(printing(new Throwing()));
            case "spawning-stderr" -> System.setErr(printing(new Spawning()));
            case "no-stdin" -> System.in.close();
            case "policy" -> OwnPolicy.set(false);
            case "policy-managed" -> OwnPolicy.setWithManager(false);
            case "policy-distrusts" -> OwnPolicy.setWithManager(true);
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static void children() throws IOException, InterruptedException {
        tell("well", "exit 0");
        tell("fails", "exit 3");
        tell("killed", "kill -9 $$");
        Process speaks = shell("echo out; echo err >&2");
        System.out.println(
                "said: " + new String(speaks.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        System.out.println(
                "said: " + new String(speaks.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        System.out.println("speaks: " + speaks.waitFor());
        missing();
        // Long enough for the port, of which nothing is opened any more once the end has begun.
        tell("lasts", "sleep 2; exit 5");
        if (System.err != null) {
            System.err.print("the host speaks\n");
        }
    }

    private static void missing() {
        try {
            new ProcessBuilder("no-such-program").start();
            System.out.println("missing: started");
        } catch (IOException expected) {
            System.out.println("missing: none");
        }
    }

    private static void tell(String name, String script) {
        try {
            System.out.println(name + ": " + shell(script).waitFor());
        } catch (IOException cannot) {
            System.out.println(name + ": " + cannot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.out.println(name + ": interrupted");
        }
    }

    private static Process shell(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }

    /** As runners of other people's code do: all in a group of its own, which is interrupted, and must be empty then. */
    private static void inThreadGroup() throws InterruptedException {
        ThreadGroup group = new ThreadGroup("job");
        Thread job = new Thread(group, () -> tell("in group", "sleep 0.7; exit 5"), "job-1");
        job.start();
        job.join();
        group.interrupt();
        System.out.println("threads left: " + group.activeCount());
        long before = cpuMillis();
        Thread.sleep(500);
        System.out.println("rests: " + (cpuMillis() - before < 400));
    }

    private static long cpuMillis() {
        return ManagementFactory.getThreadMXBean() == null
                ? 0
                : TimeUnit.NANOSECONDS.toMillis(
                        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getProcessCpuTime());
    }

    /** So many that their pids come round. */
    private static void churn() throws IOException, InterruptedException {
        int right = 0;
        for (int i = 0; i < CHURNED; i++) {
            right += new ProcessBuilder("true").start().waitFor() == 0 ? 1 : 0;
        }
        System.out.println("well: " + right);
        tell("lasts", "sleep 0.7; exit 5");
    }

    /** Each child aborts and leaves what looks like the crash file of a JVM, in the directory where it ran. */
    private static void crashFiles() {
        String file = "f=hs_err_pid$$.log; ";
        for (String make : List.of(
                "mkfifo $f",
                "mkdir $f",
                "truncate -s 1G $f",
                "ln -s /dev/zero $f",
                "head -c 9999 /dev/urandom >$f",
                "ln -s /etc/shadow $f")) {
            tell(make, file + make + "; kill -ABRT $$");
        }
        tell("lasts", "sleep 0.7; exit 5");
    }

    private static void atEnd(Runnable hook) {
        Runtime.getRuntime().addShutdownHook(new Thread(hook, "hook-of-host"));
    }

    private static PrintStream printing(OutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /** Neither an IOException, which a PrintStream would keep to itself. */
    private static final class Throwing extends OutputStream {
        @Override
        public void write(int b) {
            if (!Thread.currentThread().getName().equals("main")) {
                throw new IllegalStateException("stderr of the host");
            }
        }
    }

    private static final class Spawning extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            if (b == '\n') {
                shell("exit 0");
            }
        }
    }
}

package io.forkwatch.probe.intercept;

import io.forkwatch.probe.AgentJvm;
import io.forkwatch.probe.process.Clocks;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host in a JVM of its own: classes are edited for good there. Prints what the host and what the hooks see of three starts, before and after the interception is closed.
 */
public final class HostJvm {
    private static final int MOST_COLLECTIONS = 50;

    private HostJvm() {}

    /**
     * Runs.
     *
     * @param arguments one: {@code later} closes it after three starts, {@code first} before it is installed
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Interception interception = Interception.of(AgentJvm.instrumentation(), true, true);
        if (arguments[0].equals("first")) {
            interception.close();
        }
        WeakReference<Recorder> recorder = install(interception);
        startThree("before", recorder);
        interception.close();
        startThree("after", recorder);
        for (int i = 0; i < MOST_COLLECTIONS && recorder.get() != null; i++) {
            System.gc();
        }
        System.out.println("kept " + (recorder.get() != null));
        List<String> faults = new ArrayList<>();
        interception.check(0, faults::add, (what, fault) -> faults.add(what + ' ' + fault));
        System.out.println("faults " + faults);
    }

    private static WeakReference<Recorder> install(Interception interception) {
        Recorder recorder = new Recorder();
        interception.install(() -> {
            try {
                interception.installBridge(
                        recorder, Clocks.system(), 1024, InjectedFault.NONE, Optional.empty(), Optional.empty());
            } catch (ReflectiveOperationException | IOException fault) {
                throw new IllegalStateException(fault);
            }
        });
        return new WeakReference<>(recorder);
    }

    // One child that fails, one that is killed, one that cannot be started.
    private static void startThree(String when, WeakReference<Recorder> recorder)
            throws IOException, InterruptedException {
        int before = events(recorder);
        Process failing = new ProcessBuilder("sh", "-c", "echo oh >&2; exit 3").start();
        int code = failing.waitFor();
        String stderr = new String(failing.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        Process killed = new ProcessBuilder("sleep", "60").start();
        killed.destroyForcibly();
        String start = "started";
        try {
            new ProcessBuilder("/no/such/program").start();
        } catch (IOException expected) {
            start = "failed";
        }
        System.out.println(when + ": exit " + code + ' ' + stderr.trim() + ", killed " + killed.waitFor() + ", start "
                + start + ", events " + (events(recorder) - before));
    }

    private static int events(WeakReference<Recorder> recorder) {
        Recorder there = recorder.get();
        return there == null ? 0 : there.events().size();
    }
}

package io.forkwatch.probe;

import io.forkwatch.probe.lifecycle.ProbeLifecycle;
import io.forkwatch.probe.options.BadOption;
import io.forkwatch.probe.options.OptionParser;
import io.forkwatch.probe.options.ProbeOptions;
import java.lang.instrument.Instrumentation;

/**
 * The one public door. {@link #start} is what premain calls: on the host's main thread it reads the options and waits
 * for the first child, and nothing else.
 */
public final class SupervisorProbe {
    private SupervisorProbe() {}

    /**
     * Turns Forkwatch on in this JVM, or says in one line why it stays off.
     *
     * @param argument what follows {@code -javaagent:forkwatch.jar=}, or an empty text
     * @param version the version of Forkwatch
     * @param late true if this JVM runs already: its living children are then sought
     * @return whether it is on now
     */
    public static boolean start(String argument, Instrumentation instrumentation, String version, boolean late) {
        try {
            return start(OptionParser.ofThisJvm(argument), instrumentation, version, late);
        } catch (BadOption bad) {
            System.err.println("[forkwatch] " + bad.line());
            return false;
        }
    }

    private static boolean start(ProbeOptions options, Instrumentation instrumentation, String version, boolean late) {
        if (!options.enabled()) {
            System.err.println("[forkwatch] is off by option: enabled=false");
            return false;
        }
        new ProbeLifecycle(options, instrumentation, version, late).start();
        return true;
    }
}

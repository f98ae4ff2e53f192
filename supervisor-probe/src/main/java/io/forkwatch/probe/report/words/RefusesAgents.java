package io.forkwatch.probe.report.words;

import java.time.Duration;
import java.util.List;

/** JVMs that may not have started because they inherited an agent: it does not go together with what they were asked for. */
final class RefusesAgents {
    private static final Duration START = Duration.ofSeconds(3);

    private RefusesAgents() {}

    /** True if a JVM with such an option ended as early as one that does not start. */
    static boolean is(List<String> arguments, Duration lifetime) {
        if (lifetime.compareTo(START) > 0) {
            return false;
        }
        for (String argument : arguments) {
            if (argument.startsWith("-XX:ArchiveClassesAtExit")
                    || argument.equals("-XX:+AutoCreateSharedArchive")
                    || argument.equals("-Xshare:dump")
                    || argument.equals("-XX:AOTMode=on")) {
                return true;
            }
        }
        return false;
    }
}

package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.report.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What never changes in a JVM, and what works in it. */
final class FixedFacts {
    /** Said where it is so. */
    static final String FOREIGN_PROC =
            "the /proc here is that of another pid namespace, as after unshare without --mount-proc:"
                    + " children are not sampled, and their ends are known by their exit values alone";

    /** Where the limit is hidden: what most machines have. */
    private static final long USUAL_OPEN_FILES = 1_024;

    private FixedFacts() {}

    /** The same text as Runtime.version() has, without the streams that put it together. */
    static String javaVersion() {
        return System.getProperty("java.runtime.version", "unknown");
    }

    /** Where the JVMs of this user leave their performance data: {@code os::get_temp_directory} of HotSpot is {@code /tmp}. */
    static Optional<Path> perfData() {
        return Optional.of(Path.of("/tmp/hsperfdata_" + System.getProperty("user.name", "")));
    }

    /** The labels of all reasons. */
    static List<String> reasons() {
        List<String> labels = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            labels.add(reason.label());
        }
        return labels;
    }

    /** The pid of this JVM. Not by ProcessHandle where it can be helped: its class is one of those we edit, and edits wait for children. */
    static long ownPid(ProcFs procFs) {
        try {
            return procFs.isForeign()
                    ? ProcessHandle.current().pid()
                    : procFs.self().pid();
        } catch (IOException hidden) {
            return ProcessHandle.current().pid();
        }
    }

    /** How many files this JVM may have open. */
    static long openFilesLimit(ProcFs procFs) {
        try {
            return procFs.ownOpenFilesLimit().orElse(Long.MAX_VALUE);
        } catch (IOException hidden) {
            return USUAL_OPEN_FILES;
        }
    }

    /** What works in this JVM, by capability name. */
    static Map<String, Boolean> capabilities(Interception interception, Logs logs) {
        Map<String, Boolean> all = new HashMap<>(interception.capabilities());
        all.put("log_readable", logs.readable().getAsBoolean());
        return all;
    }
}

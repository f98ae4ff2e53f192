package io.forkwatch.probe.publish.debug;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The platform threads of this JVM. Nobody asks for the monitors and locks that they hold: for that the JVM would have to
 * look through its heap.
 */
final class ThreadList {
    private static final int MOST_FRAMES = 1_024;

    private ThreadList() {}

    /** With what they wait for, where the JVM has the module that tells. */
    static List<SeenThread> ofThisJvm(ModuleLayer modules) {
        return modules.findModule("java.management").isPresent() ? Managed.threads() : plain();
    }

    static List<SeenThread> plain() {
        List<SeenThread> seen = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = each.getKey();
            seen.add(new SeenThread(
                    thread.getName(),
                    idOf(thread),
                    thread.isDaemon(),
                    thread.getPriority(),
                    thread.getState(),
                    "",
                    Arrays.asList(each.getValue())));
        }
        return seen;
    }

    // Its successor is of Java 19.
    @SuppressWarnings("deprecation")
    private static long idOf(Thread thread) {
        return thread.getId();
    }

    /** Loaded where its module is there. The bean of threads alone is made, and no server of beans. */
    private static final class Managed {
        private Managed() {}

        static List<SeenThread> threads() {
            List<SeenThread> seen = new ArrayList<>();
            for (ThreadInfo info : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false, MOST_FRAMES)) {
                // Null for one that has ended meanwhile.
                if (info != null) {
                    seen.add(new SeenThread(
                            info.getThreadName(),
                            info.getThreadId(),
                            info.isDaemon(),
                            info.getPriority(),
                            info.getThreadState(),
                            waits(info),
                            Arrays.asList(info.getStackTrace())));
                }
            }
            return seen;
        }

        private static String waits(ThreadInfo info) {
            LockInfo lock = info.getLockInfo();
            if (lock == null) {
                return "";
            }
            String what = info.getThreadState() == Thread.State.BLOCKED ? "blocked on <" : "waits for <";
            String owner = info.getLockOwnerName();
            return what + lock + ">"
                    + (owner == null ? "" : ", which \"" + owner + "\" #" + info.getLockOwnerId() + " has");
        }
    }
}

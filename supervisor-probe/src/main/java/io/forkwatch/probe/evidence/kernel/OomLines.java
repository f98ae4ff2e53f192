package io.forkwatch.probe.evidence.kernel;

import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.procfs.text.Numbers;
import java.util.Optional;

/**
 * Finds the kills in the kernel's log, mm/oom_kill.c. One line names the victim; lines before it say whose limit it was,
 * and may be missing, as their rate is limited. All kernels from 3.10 on:
 *
 * <pre>
 * oom-kill:constraint=CONSTRAINT_MEMCG,...,oom_memcg=/app,task_memcg=/app/job,task=java,pid=188,uid=0   (5.0)
 * Memory cgroup out of memory: Killed process 188 (java) total-vm:68260kB, anon-rss:65152kB, ...        (5.2)
 *
 * Task in /app/job killed as a result of limit of /app                                                  (to 4.20)
 * Memory cgroup out of memory: Kill process 188 (java) score 987 or sacrifice child                     (to 5.1)
 * Killed process 188 (java) total-vm:68260kB, anon-rss:65152kB, ...
 * </pre>
 *
 * <p>Where a whole cgroup is killed, {@code Tasks in /app are going to be killed} follows, and a line for each: the first
 * victim has two then, and is counted twice by the kernel as well.
 */
final class OomLines {
    private static final String GROUP_SCOPE = "Memory cgroup out of memory";
    private static final String MACHINE_SCOPE = "Out of memory";
    private static final String TO_KILL = ": Kill process ";
    private static final String KILLED = "Killed process ";
    private static final String CONSTRAINT = "oom-kill:constraint=";
    private static final String WHOLE_GROUP = "Tasks in ";
    private static final String WHOLE_GROUP_END = " are going to be killed due to memory.oom.group set";
    private static final String OLD_GROUPS = "Task in ";
    private static final String OLD_GROUPS_MIDDLE = " killed as a result of limit of ";
    private static final String SIZES = "total-vm:";
    private static final String ANON_RSS = "anon-rss:";
    private static final int MOST_CHARACTERS = 160;

    private Groups groups = Groups.NONE;
    private boolean ofGroup;

    /**
     * What was said of the groups of the next kill.
     *
     * @param pid the victim; 0 if that was not said
     * @param whole true if all that is in the group {@code limit} is killed
     */
    private record Groups(long pid, String limit, String victim, boolean whole) {
        static final Groups NONE = new Groups(0, "", "", false);
    }

    /**
     * Takes the next line.
     *
     * @param text the line
     * @param nanos monotonic time when it was read
     * @param earlier true if it stood there when the log was opened
     * @return the kill that it tells of
     */
    Optional<OomKill> take(String text, long nanos, boolean earlier) {
        if (text.startsWith(CONSTRAINT)) {
            groups = constraint(text);
        } else if (text.startsWith(OLD_GROUPS) && text.contains(OLD_GROUPS_MIDDLE)) {
            groups = oldGroups(text);
        } else if (text.startsWith(WHOLE_GROUP) && text.endsWith(WHOLE_GROUP_END)) {
            String path = text.substring(WHOLE_GROUP.length(), text.length() - WHOLE_GROUP_END.length());
            groups = new Groups(0, path, "", true);
        } else if (text.contains(TO_KILL)) {
            ofGroup = text.startsWith(GROUP_SCOPE);
        } else {
            return killed(text, nanos, earlier);
        }
        return Optional.empty();
    }

    // The paths may hold commas, the keys around them are the kernel's own.
    private static Groups constraint(String text) {
        int pid = text.lastIndexOf(",pid=");
        int task = text.lastIndexOf(",task=", pid);
        if (pid < 0 || task < 0) {
            return Groups.NONE;
        }
        return new Groups(
                Math.max(0, Numbers.leading(text, pid + ",pid=".length())),
                between(text, ",oom_memcg=", text.indexOf(",task_memcg=")),
                between(text, ",task_memcg=", task),
                false);
    }

    private static String between(String text, String key, int end) {
        int at = text.indexOf(key);
        return at < 0 || end < at + key.length() ? "" : text.substring(at + key.length(), end);
    }

    private static Groups oldGroups(String text) {
        int middle = text.indexOf(OLD_GROUPS_MIDDLE);
        return new Groups(
                0,
                text.substring(middle + OLD_GROUPS_MIDDLE.length()),
                text.substring(OLD_GROUPS.length(), Math.max(OLD_GROUPS.length(), middle)),
                false);
    }

    private Optional<OomKill> killed(String text, long nanos, boolean earlier) {
        int at = killedAt(text);
        if (at < 0) {
            return Optional.empty();
        }
        long pid = Numbers.leading(text, at);
        int open = Numbers.endOfDigits(text, at);
        int sizes = text.lastIndexOf(SIZES);
        // The name may hold a bracket, and whatever else: the last one before the figures is the kernel's.
        int close = text.lastIndexOf(')', sizes);
        if (pid <= 0 || !text.startsWith(" (", open) || close < open + 2) {
            return Optional.empty();
        }
        boolean scoped = !text.startsWith(KILLED);
        boolean byLimit = scoped ? text.startsWith(GROUP_SCOPE) : ofGroup;
        boolean told = byLimit && (groups.pid == pid || groups.pid == 0);
        OomKill kill = new OomKill(
                pid,
                text.substring(open + 2, close),
                byLimit,
                told ? groups.limit : "",
                groups.pid == pid || told ? groups.victim : "",
                nanos,
                earlier,
                shortened(text, close + 1));
        if (!groups.whole) {
            groups = Groups.NONE;
        }
        return Optional.of(kill);
    }

    // "Out of memory (oom_kill_allocating_task): Killed process" is one of them.
    private static int killedAt(String text) {
        if (text.startsWith(KILLED)) {
            return KILLED.length();
        }
        int colon = text.indexOf(": " + KILLED);
        boolean scoped = text.startsWith(GROUP_SCOPE) || text.startsWith(MACHINE_SCOPE);
        return colon < 0 || !scoped ? -1 : colon + 2 + KILLED.length();
    }

    private static String shortened(String text, int victimEnd) {
        int anon = text.indexOf(ANON_RSS, victimEnd);
        int end = anon < 0 ? -1 : text.indexOf(',', anon);
        String sizes = anon < 0 ? "" : " ... " + text.substring(anon, end < 0 ? text.length() : end);
        String line = text.substring(0, victimEnd) + sizes;
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS);
    }
}

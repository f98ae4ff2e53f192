package io.forkwatch.probe.reporter;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.report.SummaryMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Ends of children in a line each, without diagnosis: for the end of a JVM that does not wait for their records. Needs no
 * more than what the hooks saw, and hardly a class that is not loaded.
 */
public final class ShortRecords {
    private static final int MOST_LINES = 20;
    private static final int LONGEST_NAME = 64;
    private static final String TOO_LATE = "; this JVM ended before more could be said";

    private final SummaryMode mode;
    private final List<String> lines = new ArrayList<>();
    private final Map<ProcessId, String> names = new HashMap<>();

    /** A process as events name it; of two with the same pid the later one counts. */
    private record ProcessId(long pid) {}

    /**
     * No lines yet.
     *
     * @param mode which ends are told
     */
    public ShortRecords(SummaryMode mode) {
        this.mode = mode;
    }

    /**
     * What the sampler has not worked off. Of starts and requests nothing is told.
     *
     * @param untold says of an end whether nobody else tells of it
     */
    public void event(ChildEvent event, Predicate<Zombie> untold) {
        if (event instanceof Spawn spawn) {
            names.put(new ProcessId(spawn.pid()), nameOf(spawn));
        } else if (event instanceof Zombie zombie && untold.test(zombie)) {
            String name = names.getOrDefault(new ProcessId(zombie.pid()), "a child");
            died(name, zombie.pid(), OptionalInt.of(zombie.exitValue()), zombie.exitValue() == 0);
        }
    }

    // The name of the program alone: what follows it may be secret.
    private static String nameOf(Spawn spawn) {
        String program = spawn.command().program();
        String name = program.substring(program.lastIndexOf('/') + 1);
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < name.length() && i < LONGEST_NAME; i++) {
            char each = name.charAt(i);
            shown.append(each > ' ' && each < 0x7f ? each : '?');
        }
        return shown.length() == 0 ? "a child" : shown.toString();
    }

    /** A child that the reporter has not told. */
    void died(Death death) {
        died(
                death.child().name().toString(),
                death.child().key().pid(),
                death.ending().exitValue(),
                death.ending().isClean());
    }

    private void died(String name, long pid, OptionalInt exitValue, boolean clean) {
        if (mode == SummaryMode.ALL || (mode == SummaryMode.ABNORMAL && !clean)) {
            String how = exitValue.isPresent() ? "ended with exit value " + exitValue.getAsInt() : "is gone";
            notice(name + " pid " + pid + ' ' + how + TOO_LATE);
        }
    }

    /** A child that could not be started. */
    void startFailed(Kind kind) {
        notice(kind.name() + " could not be started" + TOO_LATE);
    }

    /** Any other line. */
    void notice(String line) {
        lines.add(line);
    }

    /** All lines, without prefix. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** At most 20 of them, and one that counts the others: for whom each may have to wait. */
    List<String> fewLines() {
        if (lines.size() <= MOST_LINES) {
            return lines();
        }
        List<String> few = new ArrayList<>(lines.subList(0, MOST_LINES));
        few.add(lines.size() - MOST_LINES + " more that were not told, since this JVM ended before");
        return few;
    }
}

package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.JvmFigures;
import java.util.ArrayList;
import java.util.List;

/** What was seen of a JVM from outside. */
final class JvmWords {
    private final Phrases phrases;

    JvmWords(Phrases phrases) {
        this.phrases = phrases;
    }

    /** The heap at the last sample; empty where the JVM does not say. */
    String heap(JvmFigures jvm, Death death) {
        if (jvm.heapUsedBytes().isEmpty() || jvm.heapMaxBytes().isEmpty()) {
            return "";
        }
        List<String> seen = new ArrayList<>();
        seen.add(phrases.say(
                jvm.asOfLastGc() ? "heap.used.last_gc" : "heap.used",
                Formats.bytes(jvm.heapUsedBytes().getAsLong()),
                Formats.bytes(jvm.heapMaxBytes().getAsLong())));
        jvm.gcNanos().ifPresent(nanos -> seen.add(phrases.say("heap.gc", Formats.cpuTime(nanos))));
        if (jvm.key().pid() != death.child().key().pid()) {
            seen.add(phrases.say("heap.below", jvm.key().pid(), jvm.mainClass()));
        }
        long ageNanos = Math.max(0, death.nanos() - jvm.nanos());
        String what = String.join(", ", seen);
        return ageNanos == 0
                ? phrases.say("heap.at_death", what)
                : phrases.say("heap.before_death", what, Formats.duration(ageNanos));
    }
}

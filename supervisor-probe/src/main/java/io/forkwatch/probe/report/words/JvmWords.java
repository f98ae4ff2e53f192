package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.InsideLook;
import io.forkwatch.probe.process.death.RecordedEnd;
import io.forkwatch.probe.process.death.ThreadDump;
import io.forkwatch.probe.process.view.JvmFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Its threads, written down before its end. */
    List<String> threads(Optional<InsideLook> inside, Death death) {
        Optional<ThreadDump> dump = inside.flatMap(InsideLook::dump);
        if (dump.isEmpty()) {
            return List.of();
        }
        List<String> said = new ArrayList<>();
        long before = Math.max(0, death.nanos() - dump.get().nanos());
        said.add(phrases.say("threads.file", dump.get().file(), Formats.duration(before)));
        if (dump.get().deadlock()) {
            said.add(phrases.say("threads.deadlock"));
        }
        said.addAll(dump.get().busiest());
        return said;
    }

    /** The end of its recording. */
    List<String> recorded(Optional<InsideLook> inside) {
        Optional<RecordedEnd> end = inside.flatMap(InsideLook::recording);
        if (end.isEmpty()) {
            return List.of();
        }
        RecordedEnd recorded = end.get();
        List<String> said = new ArrayList<>();
        String until = Formats.duration(recorded.lastEventNanos());
        said.add(
                recorded.heapAfterGcBytes().isPresent()
                        ? phrases.say(
                                "recorded.until.heap",
                                until,
                                Formats.bytes(recorded.heapAfterGcBytes().getAsLong()))
                        : phrases.say("recorded.until", until));
        if (!recorded.topFrames().isEmpty()) {
            said.add(phrases.say("recorded.samples", recorded.samples(), String.join(", ", recorded.topFrames())));
        }
        if (!recorded.whole()) {
            said.add(phrases.say("recorded.cut"));
        }
        return said;
    }
}

package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.OwnWord;
import java.util.ArrayList;
import java.util.List;

/** What a JVM said of itself, each with how long before its end that was. */
final class OwnWords {
    private static final int MOST_FRAMES = 3;

    private final Phrases phrases;

    OwnWords(Phrases phrases) {
        this.phrases = phrases;
    }

    /** A line for each thing that it said. */
    List<String> lines(OwnWord own, Death death) {
        List<String> lines = new ArrayList<>();
        lines.add(beat(own, death));
        own.uncaught()
                .ifPresent(uncaught -> lines.add(phrases.say(
                        "own.uncaught",
                        age(uncaught.nanos(), death),
                        uncaught.what(),
                        uncaught.thread(),
                        frames(uncaught.frames()))));
        // The last of all is said already.
        own.outOfMemory()
                .filter(error -> own.uncaught()
                        .filter(uncaught -> uncaught.nanos() == error.nanos())
                        .isEmpty())
                .ifPresent(
                        error -> lines.add(phrases.say("own.out_of_memory", age(error.nanos(), death), error.what())));
        own.end().ifPresent(end -> lines.add(end(end, death)));
        return lines;
    }

    private String beat(OwnWord own, Death death) {
        List<String> said = new ArrayList<>();
        said.add(phrases.say("own.beat", age(own.beatNanos(), death)));
        own.heap()
                .ifPresent(heap -> said.add(
                        phrases.say("heap.used", Formats.bytes(heap.usedBytes()), Formats.bytes(heap.maxBytes()))));
        own.heapFullNanos().ifPresent(nanos -> said.add(phrases.say("own.heap_full", age(nanos, death))));
        if (!own.status().isEmpty()) {
            said.add(phrases.say("own.status", own.status()));
        }
        if (own.key().pid() != death.child().key().pid()) {
            said.add(phrases.say("own.below", own.key().pid()));
        }
        return String.join(", ", said);
    }

    private String end(OwnWord.End end, Death death) {
        String age = age(end.nanos(), death);
        return switch (end.how()) {
            case EXIT_CALL -> phrases.say("own.exit_call", age, end.thread(), frames(end.frames()));
            case LAST_THREAD -> phrases.say("own.last_thread", age);
            case SIGNAL -> phrases.say("own.signal", age);
        };
    }

    private String frames(List<String> frames) {
        List<String> first = frames.subList(0, Math.min(MOST_FRAMES, frames.size()));
        return first.isEmpty() ? "" : " " + phrases.say("frame", String.join(", ", first));
    }

    private static String age(long nanos, Death death) {
        return Formats.duration(Math.max(0, death.nanos() - nanos));
    }
}

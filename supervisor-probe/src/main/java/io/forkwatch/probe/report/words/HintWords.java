package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.OomCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What to do next. */
final class HintWords {
    private final Phrases phrases;

    HintWords(Phrases phrases) {
        this.phrases = phrases;
    }

    String hint(Hint hint, Death death) {
        if (hint instanceof Hint.Plain plain) {
            return plain(plain, death.child());
        }
        if (hint instanceof Hint.Forwarded forwarded) {
            return forwarded(forwarded, death);
        }
        if (hint instanceof Hint.SignalCode code) {
            return signalCode(code.signal());
        }
        if (hint instanceof Hint.ReadCrashFile crash) {
            return readCrashFile(crash);
        }
        if (hint instanceof Hint.HeapOverLimit heap) {
            return heapOverLimit(heap);
        }
        if (hint instanceof Hint.LimitNotSeen unseen) {
            return phrases.say(
                    "hint.limit_not_seen", Formats.bytes(unseen.limitBytes()), Formats.bytes(unseen.heapMaxBytes()));
        }
        if (hint instanceof Hint.JvmSaid said) {
            return phrases.say(jvmSaid(said.failure()));
        }
        if (hint instanceof Hint.CpuLimit limit) {
            return phrases.say("hint.cpu_limit", limit.limitSeconds());
        }
        if (hint instanceof Hint.AddressSpace limit) {
            return phrases.say(
                    "hint.address_space", Formats.bytes(limit.peakBytes()), Formats.bytes(limit.limitBytes()));
        }
        if (hint instanceof Hint.OomKilled killed) {
            return hint(killed.next(), death);
        }
        if (hint instanceof Hint.OtherVictim) {
            return phrases.say("hint.find_other_killer");
        }
        return hint instanceof Hint.MemoryLimit limit ? memoryLimit(limit, death) : "";
    }

    // {0} is the pid, for those that have a use for it.
    private String plain(Hint.Plain hint, Child child) {
        String key = "hint." + hint.name().toLowerCase(Locale.ROOT);
        boolean placed = hint == Hint.Plain.ABORT && !child.directory().isEmpty();
        return phrases.say(placed ? key + ".directory" : key, child.key().pid(), child.directory());
    }

    private String forwarded(Hint.Forwarded forwarded, Death death) {
        if (!Signals.name(forwarded.signal()).equals("SIGKILL")) {
            return phrases.say("hint.forwarded", Signals.name(forwarded.signal()), Phrases.process(forwarded.victim()));
        }
        boolean excluded = death.oom().filter(OomCounts::nobodyKilled).isPresent();
        return phrases.say(excluded ? "hint.find_other_killer" : "hint.find_killer");
    }

    private String signalCode(int signal) {
        String key = Signals.asksToStop(signal) ? "hint.signal_code.jvm" : "hint.signal_code";
        return phrases.say(key, 128 + signal, signal, Signals.name(signal));
    }

    private String readCrashFile(Hint.ReadCrashFile file) {
        String key = file.outOfMemory().isPresent()
                ? outOfMemory(file.outOfMemory().get())
                : file.sentByKill() ? "hint.crash_file.sent_by_kill" : "hint.crash_file";
        return phrases.say(key, file.path());
    }

    // The words are HotSpot's own.
    private static String outOfMemory(String what) {
        return switch (what) {
            case "Java heap space", "GC overhead limit exceeded" -> "hint.crash_file.heap";
            case "Metaspace" -> "hint.crash_file.metaspace";
            default -> "hint.crash_file.memory";
        };
    }

    private String heapOverLimit(Hint.HeapOverLimit heap) {
        String key = heap.outsideBytes() == 0 ? "hint.heap_over_limit.alone" : "hint.heap_over_limit";
        return phrases.say(
                heap.fittingBytes().isPresent() ? key + ".xmx" : key,
                Formats.bytes(heap.limitBytes()),
                Formats.bytes(heap.heapMaxBytes()),
                Formats.bytes(heap.outsideBytes()),
                heap.fittingBytes().orElse(0) >> 20);
    }

    private static String jvmSaid(JvmFailure failure) {
        return switch (failure.kind()) {
            case OUT_OF_MEMORY -> outOfWhat(failure.outOfMemory());
            case UNCAUGHT ->
                failure.what().startsWith("java.lang.StackOverflowError")
                        ? "hint.jvm_said.stack"
                        : "hint.jvm_said.uncaught";
            case NOT_STARTED -> notStarted(failure.what());
            case NO_NATIVE_MEMORY -> "hint.jvm_said.no_memory";
        };
    }

    // The words are those of HotSpot and of java.nio.Bits.
    private static String outOfWhat(String error) {
        if (error.contains("native thread")) {
            return "hint.jvm_said.threads";
        }
        if (error.contains("irect buffer memory")) {
            return "hint.jvm_said.direct";
        }
        if (error.contains("Metaspace")) {
            return "hint.jvm_said.metaspace";
        }
        return error.contains("ompressed class space") ? "hint.jvm_said.class_space" : "hint.jvm_said.heap";
    }

    private static String notStarted(String complaint) {
        if (complaint.contains("enough space") || complaint.contains("heap")) {
            return "hint.jvm_said.heap_size";
        }
        boolean program = complaint.contains("main class")
                || complaint.contains("jarfile")
                || complaint.contains("main manifest")
                || complaint.contains("FindException");
        return program ? "hint.jvm_said.class_path" : "hint.jvm_said.jvm_options";
    }

    /** The figures side by side, as far as they are known. */
    private String memoryLimit(Hint.MemoryLimit limit, Death death) {
        List<String> figures = new ArrayList<>();
        figures.add(phrases.say("hint.memory_limit.limit", Formats.bytes(limit.limitBytes())));
        death.oom()
                .map(OomCounts::peakUsageBytes)
                .orElseGet(OptionalLong::empty)
                .ifPresent(peak -> figures.add(phrases.say("hint.memory_limit.group_peak", Formats.bytes(peak))));
        if (death.peak().rssBytes() > 0) {
            figures.add(phrases.say("hint.memory_limit.child_peak", phrases.peak(death.peak())));
        }
        return phrases.say("hint.memory_limit", String.join(", ", figures));
    }
}

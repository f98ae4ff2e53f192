package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Culprit;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.OomCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What to do next.
 *
 * @param death the end that it is about
 */
record HintWords(Phrases phrases, Death death) implements Hint.Cases<String> {
    /** Less than one part in so many of a limit explains nothing. */
    private static final long SHARE_WORTH_TELLING = 20;

    // {0} is the pid, for those that have a use for it.
    @Override
    public String plain(Hint.Plain hint) {
        Child child = death.child();
        String key = "hint." + hint.name().toLowerCase(Locale.ROOT);
        boolean silent = hint == Hint.Plain.JVM_ENDED_ITSELF || hint == Hint.Plain.JVM_NEVER_STARTED;
        if (silent && RefusesAgents.is(child.command().arguments(), death.lifetime())) {
            return phrases.say("hint.jvm_refuses_agents");
        }
        boolean placed = hint == Hint.Plain.ABORT && !child.directory().isEmpty();
        return phrases.say(placed ? key + ".directory" : key, child.key().pid(), child.directory());
    }

    @Override
    public String findSender(Hint.FindSender hint) {
        if (Signals.isFault(hint.signal())) {
            return phrases.say("hint.fault_below", Signals.name(hint.signal()));
        }
        return hint.who()
                .map(who -> phrases.say("hint.find_sender", Signals.name(hint.signal()), process(who)))
                .orElseGet(() -> phrases.say("hint.find_sender.nobody", Signals.name(hint.signal())));
    }

    // As the tree has it, with its memory, if it is there.
    private String process(Culprit who) {
        return death.descendants().stream()
                .filter(each -> each.key().pid() == who.pid().orElse(0))
                .findFirst()
                .map(Phrases::process)
                .orElseGet(() -> phrases.named(who));
    }

    @Override
    public String signalCode(Hint.SignalCode hint) {
        int signal = hint.signal();
        String key = Signals.asksToStop(signal) ? "hint.signal_code.jvm" : "hint.signal_code";
        return phrases.say(key, WaitStatus.exitValueOf(signal), signal, Signals.name(signal));
    }

    @Override
    public String signalSent(Hint.SignalSent hint) {
        return phrases.say("hint.signal_sent", Long.toString(hint.pid()), Long.toString(hint.uid()), hint.path());
    }

    @Override
    public String readCrashFile(Hint.ReadCrashFile hint) {
        String key = switch (hint.about()) {
            case FAULT -> "hint.crash_file";
            case SENT_SIGNAL -> "hint.crash_file.sent_by_kill";
            case HEAP -> "hint.crash_file.heap";
            case METASPACE -> "hint.crash_file.metaspace";
            case OTHER_MEMORY -> "hint.crash_file.memory";
        };
        return phrases.say(key, hint.path());
    }

    @Override
    public String limitNotSeen(Hint.LimitNotSeen hint) {
        return withShmem(
                phrases.say(
                        "hint.limit_not_seen", Formats.bytes(hint.limitBytes()), Formats.bytes(hint.heapMaxBytes())),
                hint.limitBytes());
    }

    @Override
    public String cpuLimit(Hint.CpuLimit hint) {
        return phrases.say("hint.cpu_limit", hint.limitSeconds());
    }

    @Override
    public String runtimeMemory(Hint.RuntimeMemory hint) {
        if (hint.raise().isPresent()) {
            return phrases.say("hint.runtime_memory.raise", hint.raise().get());
        }
        return hint.limitBytes().isPresent()
                ? phrases.say(
                        "hint.runtime_memory.limit",
                        Formats.bytes(hint.limitBytes().getAsLong()))
                : phrases.say("hint.runtime_memory");
    }

    @Override
    public String addressSpace(Hint.AddressSpace hint) {
        return phrases.say("hint.address_space", Formats.bytes(hint.peakBytes()), Formats.bytes(hint.limitBytes()));
    }

    @Override
    public String heapOverLimit(Hint.HeapOverLimit heap) {
        String key = heap.outsideBytes() == 0 ? "hint.heap_over_limit.alone" : "hint.heap_over_limit";
        String said = phrases.say(
                heap.fittingBytes().isPresent() ? key + ".xmx" : key,
                Formats.bytes(heap.limitBytes()),
                Formats.bytes(heap.heapMaxBytes()),
                Formats.bytes(heap.outsideBytes()),
                heap.fittingBytes().orElse(0) >> 20);
        return withShmem(said, heap.limitBytes());
    }

    /** The figures side by side, as far as they are known. */
    @Override
    public String memoryLimit(Hint.MemoryLimit limit) {
        List<String> figures = new ArrayList<>();
        figures.add(phrases.say("hint.memory_limit.limit", Formats.bytes(limit.limitBytes())));
        death.oom()
                .map(OomCounts::peakUsageBytes)
                .orElseGet(OptionalLong::empty)
                .ifPresent(peak -> figures.add(phrases.say("hint.memory_limit.group_peak", Formats.bytes(peak))));
        if (death.peak().rssBytes() > 0) {
            figures.add(phrases.say("hint.memory_limit.child_peak", phrases.peak(death.peak())));
        }
        return withShmem(phrases.say("hint.memory_limit", String.join(", ", figures)), limit.limitBytes());
    }

    // What lies in files of the group weighs on the limit, and on no process.
    private String withShmem(String said, long limitBytes) {
        long bytes = death.oom()
                .map(OomCounts::shmemBytes)
                .orElseGet(OptionalLong::empty)
                .orElse(0);
        return bytes >= limitBytes / SHARE_WORTH_TELLING ? phrases.say("hint.shmem", said, Formats.bytes(bytes)) : said;
    }
}

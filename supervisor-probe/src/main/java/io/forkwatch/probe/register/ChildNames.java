package io.forkwatch.probe.register;

import io.forkwatch.probe.naming.KindNamer;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.List;

/** What children are called: the kind that their command says, and a slot of it while they live. */
@Confined(Confined.To.SAMPLER)
public final class ChildNames {
    private final KindNamer namer;
    private final SlotAllocator slots;

    /**
     * No names given yet.
     *
     * @param rules the user's names for children, the first hit counts
     * @param dropped counts kinds and slots beyond their caps, as {@code kinds} and {@code slots}
     */
    public ChildNames(List<KindRule> rules, Tally dropped) {
        this.namer = new KindNamer(rules);
        this.slots = new SlotAllocator(kindsOf(rules), dropped);
    }

    private static List<Kind> kindsOf(List<KindRule> rules) {
        List<Kind> kinds = new ArrayList<>(rules.size());
        for (KindRule rule : rules) {
            kinds.add(rule.kind());
        }
        return kinds;
    }

    /** The name of a child that has just started with this command. */
    Name take(CommandLine command) {
        return slots.take(namer.nameOf(command));
    }

    /** The child of that name is gone. */
    void free(Name name) {
        slots.free(name);
    }

    /** What a process with this command would be called as a child, within the cap on kinds. */
    Kind kindOf(CommandLine command) {
        return slots.admit(namer.nameOf(command));
    }

    /** The kind itself, or {@link Kind#OTHER} beyond the cap. */
    Kind admit(Kind kind) {
        return slots.admit(kind);
    }
}

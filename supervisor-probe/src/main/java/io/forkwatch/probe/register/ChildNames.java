package io.forkwatch.probe.register;

import io.forkwatch.probe.naming.KindNamer;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.naming.LauncherTitles;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What children are called: the kind that their command says, and a slot of it while they live. */
@Confined(Confined.To.SAMPLER)
public final class ChildNames {
    private final Function<CommandLine, Kind> namer;
    private final SlotAllocator slots;

    /**
     * No names given yet.
     *
     * @param rules the user's names for children, the first hit counts
     * @param dropped counts kinds and slots beyond their caps, as {@code kinds} and {@code slots}
     */
    public ChildNames(List<KindRule> rules, Tally dropped) {
        this(new KindNamer(rules)::nameOf, new SlotAllocator(kindsOf(rules), dropped));
    }

    ChildNames(Function<CommandLine, Kind> namer, SlotAllocator slots) {
        this.namer = namer;
        this.slots = slots;
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
        return slots.take(nameOf(command));
    }

    // A table that was read for the first time while the heap was full is broken for good (JVMS 5.5): a child without a
    // name of its own is a child all the same.
    private Kind nameOf(CommandLine command) {
        try {
            return namer.apply(command);
        } catch (LinkageError | OutOfMemoryError broken) {
            return Kind.OTHER;
        }
    }

    /** What its launcher calls it, for example {@code Gradle Test Executor 4}; empty if that is not known. */
    static String titleOf(Kind kind, CommandLine command) {
        try {
            return LauncherTitles.of(kind, command).orElse("");
        } catch (LinkageError | OutOfMemoryError broken) {
            return "";
        }
    }

    /** The child of that name is gone. */
    void free(Name name) {
        slots.free(name);
    }

    /** What a process with this command would be called as a child, within the cap on kinds. */
    Kind kindOf(CommandLine command) {
        return slots.admit(nameOf(command));
    }

    /** The kind itself, or {@link Kind#OTHER} beyond the cap. */
    Kind admit(Kind kind) {
        return slots.admit(kind);
    }
}

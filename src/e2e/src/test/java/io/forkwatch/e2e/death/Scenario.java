package io.forkwatch.e2e.death;

import io.forkwatch.e2e.harness.ControlGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One death, and the verdicts that are right for it.
 *
 * @param name what happens, in lower case with hyphens: also the name of the child's directory
 * @param how how it ends: {@code exit N} or {@code signal N}
 * @param why the reason and how sure; alternatives parted by {@code |}, where chance or the machine decides
 * @param surer the same where there is a witness more
 * @param fate what strikes the child when it is ready, see {@link io.forkwatch.e2e.program.Fates}
 * @param room the cgroup it has to live in, if any
 * @param alone whether no other scenario may be played meanwhile
 * @param command program and arguments; {@link #GROUP} and {@link #UNREADABLE} are replaced
 */
record Scenario(
        String name,
        String how,
        String why,
        Map<Witness, String> surer,
        String fate,
        Optional<Room> room,
        boolean alone,
        List<String> command) {
    /** The file into which one writes a pid to enter the room. A command without it is put into the room as a whole. */
    static final String GROUP = "{group}";

    /** A shell that its user may run but not read: the kernel hides from that user how it ended. */
    static final String UNREADABLE = "{unreadable}";

    // The agent sees a launcher move once that becomes another program, so it must not be the same as what it starts.
    private static final List<String> ENTER_BY_SHELL = List.of("sh", "-c", "echo $$ >\"$0\" && exec \"$@\"");
    private static final List<String> ENTER_BY_PERL =
            List.of("perl", "-e", "open F, '>', shift or die; print F $$; close F or die; exec @ARGV");

    /** What the agent can or cannot hear, and what makes it surer. */
    enum Witness {
        /** The end of what a child wrote to its standard error. */
        STDERR_TAIL,
        /** The kernel's log, which names the pid of who was killed for want of memory. */
        KERNEL_LOG
    }

    Scenario {
        surer = Map.copyOf(surer);
        command = List.copyOf(command);
    }

    /**
     * A cgroup.
     *
     * @param limit what it limits
     * @param value bytes, or the number of processes
     */
    record Room(ControlGroup.Limit limit, long value) {}

    /** A child that ends by itself. */
    static Scenario death(String name, String how, String why, List<String> command) {
        return new Scenario(name, how, why, Map.of(), "none", Optional.empty(), false, command);
    }

    /** The same, with another verdict where there is this witness. */
    Scenario given(Witness witness, String verdict) {
        Map<Witness, String> more = new EnumMap<>(Witness.class);
        more.putAll(surer);
        more.put(witness, verdict);
        return new Scenario(name, how, why, more, fate, room, alone, command);
    }

    /** The same, struck when it is ready. */
    Scenario struckBy(String blow) {
        return new Scenario(name, how, why, surer, blow, room, alone, command);
    }

    /** The same while no other is played. */
    Scenario byItself() {
        return new Scenario(name, how, why, surer, fate, room, true, command);
    }

    /** The same in a room with this much memory. */
    Scenario inMemory(int mebibytes) {
        return in(new Room(ControlGroup.Limit.MEMORY, (long) mebibytes << 20));
    }

    /** The same in a room for this many processes and threads. */
    Scenario inPids(int count) {
        return in(new Room(ControlGroup.Limit.PIDS, count));
    }

    private Scenario in(Room newRoom) {
        return new Scenario(name, how, why, surer, fate, Optional.of(newRoom), alone, command);
    }

    /** The right verdicts before these witnesses. */
    List<String> expected(Set<Witness> witnesses) {
        return surer.entrySet().stream()
                .filter(entry -> witnesses.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(Scenario::alternatives)
                .orElseGet(() -> alternatives(why));
    }

    private static List<String> alternatives(String verdicts) {
        return List.of(verdicts.split("\\|", -1));
    }

    /** The line for {@link io.forkwatch.e2e.program.Fates}, with a room and a shell that are there. */
    String line(Path home, String procs, String unreadable) {
        List<String> parts = new ArrayList<>(List.of(fate, home.toString()));
        parts.addAll(words(procs, unreadable));
        return String.join("\t", parts);
    }

    private List<String> words(String procs, String unreadable) {
        boolean enters = room.isEmpty() || command.stream().anyMatch(word -> word.contains(GROUP));
        List<String> words = new ArrayList<>();
        if (!enters) {
            words.addAll(command.get(0).equals("perl") ? ENTER_BY_SHELL : ENTER_BY_PERL);
            words.add(procs);
        }
        command.forEach(word -> words.add(word.replace(GROUP, procs).replace(UNREADABLE, unreadable)));
        return words;
    }
}

package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine whose processes fork, exit, are reparented and get each other's pids at random, compared tick by tick with
 * what its maker knows. Pids are few, so they come again soon.
 */
class RandomTreesTest {
    private static final int TICKS = 80;
    private static final int PIDS = 60;
    private static final long FIRST_PID = 100;

    @TempDir
    private Path mount;

    /** A process as its maker knows it: {@code family} is the child it was born below, itself for a child. */
    private static final class Truth {
        final ProcessKey key;
        final TestProcess process;
        final Optional<ProcessKey> family;
        final int bornInTick;
        /** Its pid was listed for another process just before: it is read again within a minute only. */
        final boolean disguised;

        long ppid;

        Truth(
                ProcessKey key,
                TestProcess process,
                long ppid,
                Optional<ProcessKey> family,
                int tick,
                boolean disguised) {
            this.key = key;
            this.process = process;
            this.ppid = ppid;
            this.family = family;
            this.bornInTick = tick;
            this.disguised = disguised;
        }
    }

    /** The machine. */
    private final class Machine {
        final Random random;
        final Lab lab;
        final List<Truth> alive = new ArrayList<>();
        final Map<ProcessKey, ProcessKey> familyOf = new HashMap<>();
        /** Those whose parent was there at a listing of theirs: they have to be found. */
        final List<ProcessKey> due = new ArrayList<>();

        List<Long> listed = List.of();
        long starttime = 10_000;
        int tick;

        Machine(long seed) throws IOException {
            random = new Random(seed);
            lab = new Lab(mount);
            lab.proc.write("uptime", "1000.00 1.00\n");
            lab.proc.write("self/stat", lab.proc.process(50).stat());
            lab.ticked();
            for (int i = 0; i < 5; i++) {
                born(1, Optional.empty());
            }
        }

        Optional<Truth> born(long ppid, Optional<ProcessKey> family) throws IOException {
            return born(FIRST_PID + random.nextInt(PIDS), ppid, family);
        }

        Optional<Truth> born(long pid, long ppid, Optional<ProcessKey> family) throws IOException {
            if (alive.stream().anyMatch(other -> other.key.pid() == pid)) {
                return Optional.empty();
            }
            TestProcess process = lab.proc.process(pid);
            ProcessKey key = new ProcessKey(pid, starttime++);
            process.comm("p" + key.starttimeTicks())
                    .parent(ppid)
                    .starttime(key.starttimeTicks())
                    .write()
                    .cmdline("p");
            Truth truth = new Truth(key, process, ppid, family, tick, listed.contains(pid));
            alive.add(truth);
            return Optional.of(truth);
        }

        void child() throws IOException {
            long pid = FIRST_PID + random.nextInt(PIDS);
            if (alive.stream().anyMatch(other -> other.key.pid() == pid)) {
                return;
            }
            TestProcess process = lab.proc.process(pid);
            ProcessKey key = new ProcessKey(pid, starttime++);
            process.comm("c" + key.starttimeTicks()).parent(50).starttime(key.starttimeTicks());
            lab.start(process).cmdline("c");
            alive.add(new Truth(key, process, 50, Optional.of(key), tick, false));
            familyOf.put(key, key);
        }

        void fork() throws IOException {
            Truth parent = alive.get(random.nextInt(alive.size()));
            born(parent.key.pid(), parent.family)
                    .ifPresent(truth -> truth.family.ifPresent(family -> familyOf.put(truth.key, family)));
        }

        /** The worst case: a stranger gets the pid at once, and has a child before it is sampled. */
        void exitAndReuse() throws IOException {
            Truth victim = alive.get(random.nextInt(alive.size()));
            exit(victim);
            Optional<Truth> stranger = born(victim.key.pid(), 1, Optional.empty());
            if (stranger.isPresent()) {
                born(victim.key.pid(), Optional.empty());
            }
        }

        void exit(Truth victim) throws IOException {
            alive.remove(victim);
            boolean isChild = victim.family.equals(Optional.of(victim.key));
            if (isChild) {
                victim.process.zombie(9).write();
                lab.inbox.zombie(victim.key.pid(), 137);
            }
            for (Truth other : alive) {
                if (other.ppid == victim.key.pid()) {
                    other.ppid = 1;
                    other.process.parent(1).write();
                }
            }
            victim.process.vanish();
            lab.proc.remove(Long.toString(victim.key.pid()));
        }

        void step() throws IOException {
            int events = random.nextInt(5);
            for (int i = 0; i < events; i++) {
                int what = random.nextInt(10);
                if (what < 2) {
                    child();
                } else if (what < 7 || alive.size() < 4) {
                    fork();
                } else if (what < 9) {
                    exit(alive.get(random.nextInt(alive.size())));
                } else {
                    exitAndReuse();
                }
            }
            lab.doWorkAfterMillis(1_000);
            listed = alive.stream().map(truth -> truth.key.pid()).toList();
            tick++;
        }

        void compare() {
            for (LivingChild child : lab.sink.lastSnapshot().children()) {
                for (TreeMember member : child.tree()) {
                    assertThat(familyOf.get(member.key()))
                            .as("family of %s in tick %s", member, tick)
                            .isEqualTo(child.child().key());
                }
            }
            for (Orphan orphan : lab.sink.lastSnapshot().orphans()) {
                assertThat(familyOf).as("orphan in tick %s", tick).containsKey(orphan.key());
            }
            for (Truth truth : alive) {
                boolean parentSeen = due.contains(truth.key);
                truth.family
                        .filter(family -> parentSeen && isAlive(family))
                        .ifPresent(family -> assertThat(members(family))
                                .as("tree of %s in tick %s", family, tick)
                                .contains(truth.key));
            }
        }

        // Born below somebody of the family who is known and lives: it was there at this tick's listing.
        void noteWhoIsDue() {
            for (Truth truth : alive) {
                boolean known = alive.stream()
                        .anyMatch(parent -> parent.key.pid() == truth.ppid
                                && parent.family.equals(truth.family)
                                && parent.bornInTick < tick - 1
                                && (due.contains(parent.key) || parent.family.equals(Optional.of(parent.key))));
                if (truth.family.isPresent() && known && !truth.disguised && !due.contains(truth.key)) {
                    due.add(truth.key);
                }
            }
        }

        boolean isAlive(ProcessKey key) {
            return alive.stream().anyMatch(truth -> truth.key.equals(key));
        }

        List<ProcessKey> members(ProcessKey family) {
            return lab.sink.lastSnapshot().children().stream()
                    .filter(child -> child.child().key().equals(family))
                    .flatMap(child -> child.tree().stream())
                    .map(TreeMember::key)
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nobodyIsAttributedToAWrongChild(long seed) throws IOException {
        Machine machine = new Machine(seed);
        for (int i = 0; i < TICKS; i++) {
            machine.step();
            machine.compare();
            machine.noteWhoIsDue();
        }
        assertThat(machine.due).as("processes that had to be found").isNotEmpty();
        assertThat(machine.lab.troubles.seen()).isEmpty();
    }
}

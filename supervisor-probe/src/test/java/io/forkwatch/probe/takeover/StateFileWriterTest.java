package io.forkwatch.probe.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileWriterTest {
    private static final String HEAD = "forkwatch state 1 pid:[1]\n";
    private static final Kind WORKER = new Kind("worker");

    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock();
    private final Troubles troubles = new Troubles();
    private final Set<ProcessKey> held = new HashSet<>();
    private final AtomicBoolean markerSetAgain = new AtomicBoolean();
    private StateFileWriter keeper = keeper(Path.of(""));

    private StateFileWriter keeper(Path place) {
        return new StateFileWriter(
                new StateFile(place, "pid:[1]", ""),
                77,
                held::contains,
                () -> markerSetAgain.getAndSet(false) && place.toFile().mkdir(),
                clock.nanos(),
                troubles);
    }

    @BeforeEach
    void aPlace() {
        keeper = keeper(directory);
    }

    private LivingChild child(long pid, long... descendants) {
        Child child = new Child(
                new ProcessKey(pid, 9),
                new Name(WORKER, new Slot(0)),
                CommandLine.UNKNOWN,
                "/",
                clock.clocks().now(),
                clock.nanos());
        List<TreeMember> tree = LongStream.concat(LongStream.of(pid), LongStream.of(descendants))
                .mapToObj(each -> new TreeMember(new ProcessKey(each, 9), "java", false))
                .toList();
        return new LivingChild(child, Optional.empty(), Optional.empty(), Peak.NONE, SlowSample.NONE, tree);
    }

    private Snapshot with(LivingChild... children) {
        return new Snapshot(clock.nanos(), List.of(children), List.of(), List.of(), 0);
    }

    private String written() throws IOException {
        Path state = directory.resolve("state");
        return Files.exists(state) ? Files.readString(state) : "";
    }

    private void turn(Snapshot snapshot) {
        keeper.doWork(new FixedView(snapshot), clock.nanos());
    }

    @Test
    void aChildAndItsDescendantsAreWrittenOnceItHasSettled() throws IOException {
        Snapshot snapshot = with(child(50, 51));
        turn(snapshot);
        assertThat(written()).as("it is there for those of other namespaces").isEqualTo(HEAD);
        clock.passMillis(1_000);
        turn(snapshot);
        assertThat(written()).isEqualTo(HEAD + "50 9 worker 77 -\n51 9 worker 77 -\n");
    }

    @Test
    void writesAtMostOnceASecond() throws IOException {
        LivingChild first = child(50);
        clock.passMillis(1_000);
        turn(with(first));
        clock.passMillis(900);
        turn(with());
        assertThat(written()).contains("50");
        clock.passMillis(100);
        turn(with());
        assertThat(written()).isEqualTo(HEAD);
    }

    @Test
    void anInheritedOrphanKeepsItsFirstSupervisorAndWhenItWasTold() throws IOException {
        Orphan orphan = new Orphan(
                new ProcessKey(60, 9),
                "sleep",
                WORKER,
                new Origin.LeftBehind(66),
                CommandLine.UNKNOWN,
                1,
                0,
                0,
                0,
                CpuTime.ZERO,
                Optional.of(HandClock.EPOCH));
        keeper.close(new FixedView(new Snapshot(0, List.of(), List.of(), List.of(orphan), 0)), clock.nanos());
        assertThat(written()).endsWith("60 9 worker 66 " + HandClock.EPOCH.getEpochSecond() + "\n");
    }

    /** Young children count at the end, and only there: the turn that goes on after it must not take them out again. */
    @Test
    void afterTheLastWordNothingIsWrittenAnyMore() throws IOException {
        Snapshot snapshot = with(child(50));
        keeper.close(new FixedView(snapshot), clock.nanos());
        turn(snapshot);
        assertThat(written()).isEqualTo(HEAD + "50 9 worker 77 -\n");
    }

    @Test
    void nothingIsLeftWhereNobodyIsLeft() throws IOException {
        LivingChild child = child(50);
        clock.passMillis(1_000);
        turn(with(child));
        keeper.close(new FixedView(with()), clock.nanos());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsTroubleAndNoMore() {
        keeper = keeper(directory.resolve("missing"));
        LivingChild child = child(50);
        clock.passMillis(1_000);
        turn(with(child));
        assertThat(troubles.seen()).containsExactly("state file");
    }

    @Test
    void whereTheDirectoryIsGoneAndThereAgainTheListIsWrittenWithoutTrouble() throws IOException {
        LivingChild one = child(100);
        LivingChild other = child(200);
        clock.passMillis(2_000);
        turn(with(one));
        Files.delete(directory.resolve("state"));
        Files.delete(directory);
        markerSetAgain.set(true);
        clock.passMillis(2_000);

        turn(with(one, other));

        assertThat(written()).startsWith(HEAD).contains("100 9", "200 9");
        assertThat(troubles.seen()).isEmpty();
    }

    @Test
    void whatIsForgottenIsWrittenAgain() throws IOException {
        LivingChild old = child(100);
        clock.passMillis(2_000);
        turn(with(old));
        String before = written();
        Files.delete(directory.resolve("state"));
        clock.passMillis(2_000);
        turn(with(old));
        assertThat(written()).as("not before").isEmpty();

        keeper.forget();
        clock.passMillis(2_000);
        turn(with(old));

        assertThat(written()).isEqualTo(before);
    }
}

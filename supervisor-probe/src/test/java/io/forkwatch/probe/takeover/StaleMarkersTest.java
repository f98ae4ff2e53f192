package io.forkwatch.probe.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaleMarkersTest {
    /** Above the highest pid that a 64-bit kernel can be told to use, 2^22. */
    private static final long NO_PID = 4_194_400;

    private static final Clocks CLOCKS = new Clocks(() -> 0, InstantSource.system());

    private static final Path HERE = Path.of("/here");

    private static final int STRANGER_UID = 987_654;

    @TempDir
    private Path directory;

    private Path place;
    private final List<LeftBehind> heirs = new ArrayList<>();
    private Claims claims = new Claims(ProcFs.system());
    private StaleMarkers stale;

    StaleMarkersTest() {
        place = Path.of("");
        stale = markers(ProcFs.system());
    }

    @BeforeEach
    void aPlace() throws IOException {
        place = Files.createDirectory(directory.resolve("place"));
        stale = markers(ProcFs.system(), place);
    }

    @Test
    void whatAGoneSupervisorWroteDownIsInherited() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(marker.resolve("state"), head() + "4711 184467 worker 4242 -\n");

        assertThat(stale.remove()).isEqualTo(1);
        assertThat(heirs).extracting(left -> left.key().pid()).containsExactly(4711L);
        assertThat(marker).doesNotExist();
    }

    @Test
    void wherePortWasIsRemovedWithTheMarker() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(marker.resolve("url"), "http://127.0.0.1:9797/metrics\n");
        Files.writeString(marker.resolve("state"), head() + "4711 184467 worker 4242 -\n");
        Path other = mark(NO_PID, 78);
        Files.writeString(other.resolve("url"), "http://127.0.0.1:9797/metrics\n");
        age(other);

        assertThat(stale.remove()).isEqualTo(2);
        assertThat(marker).doesNotExist();
        assertThat(other).doesNotExist();
    }

    @Test
    void whatJvmsBelowItSaidIsRemovedWithTheMarker() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(marker.resolve("jvm-4711-184467-4711"), "");
        Files.writeString(marker.resolve("state"), head() + "4711 184467 worker 4242 -\n");
        Path other = mark(NO_PID, 78);
        Files.writeString(other.resolve("jvm-4712-184468-4711"), "");
        age(other);

        assertThat(stale.remove()).isEqualTo(2);
        assertThat(marker).doesNotExist();
        assertThat(other).doesNotExist();
    }

    @Test
    void aLogIsKeptForADay() throws IOException {
        Path marker = mark(NO_PID, 77);
        Path log = Files.writeString(marker.resolve("log"), "child died\n");
        Files.writeString(marker.resolve("log.1"), "child died\n");
        age(marker);

        assertThat(stale.remove()).isZero();
        assertThat(log).exists();

        Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        age(marker);
        assertThat(stale.remove()).isEqualTo(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void whatALivingSupervisorWroteDownStaysItsOwn() throws IOException {
        PidStat self = ProcFs.system().self();
        Path marker = mark(self.pid(), self.starttimeTicks());
        Files.writeString(marker.resolve("state"), head() + "4711 184467 worker 4242 -\n");

        assertThat(stale.remove()).isZero();
        assertThat(heirs).isEmpty();
        assertThat(marker.resolve("state")).exists();
    }

    private static String head() {
        return "forkwatch state 1 " + ProcFs.system().pidNamespace().orElseThrow() + "\n";
    }

    @Test
    void aMarkerWhoseProcessIsGoneIsRemoved() throws IOException {
        Path marker = mark(NO_PID, 77);

        assertThat(stale.remove()).isEqualTo(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void aMarkerWhosePidBelongsToALaterProcessIsRemoved() throws IOException {
        PidStat self = ProcFs.system().self();
        Path marker = mark(self.pid(), self.starttimeTicks() - 1);

        assertThat(stale.remove()).isEqualTo(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void theMarkerOfALivingProcessStays() throws IOException {
        PidStat self = ProcFs.system().self();
        Path marker = mark(self.pid(), self.starttimeTicks());

        assertThat(stale.remove()).isZero();
        assertThat(marker).isDirectory();
    }

    /** Its parent may never wait for it. */
    @Test
    void aSupervisorThatIsAZombieIsGone() throws IOException {
        TestProc proc = new TestProc(directory.resolve("proc"));
        proc.process(4242).starttime(77).zombie(9).write();
        Path marker = mark(4242, 77);

        assertThat(markers(proc.files(), place).remove()).isEqualTo(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void aMarkerWhoseProcessCannotBeReadStays() throws IOException {
        Path proc = directory.resolve("proc");
        Files.createDirectories(proc.resolve("4242"));
        Files.writeString(proc.resolve("4242/stat"), "no stat at all");
        Path marker = mark(4242, 77);

        assertThat(markers(new ProcFs(proc), place).remove()).isZero();
        assertThat(marker).isDirectory();
    }

    @Test
    void aDirectoryThatHoldsSomethingStays() throws IOException {
        Path marker = mark(NO_PID, 77);
        Path held = Files.createFile(marker.resolve("precious"));

        assertThat(stale.remove()).isZero();
        assertThat(held).exists();
    }

    @Test
    void aLinkAndWhatItPointsToStay() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Path link = Files.createSymbolicLink(place.resolve(Marker.name(NO_PID, 77)), target);

        assertThat(stale.remove()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(target).isDirectory();
    }

    @Test
    void aFileStays() throws IOException {
        Path file = Files.createFile(place.resolve(Marker.name(NO_PID, 77)));

        assertThat(stale.remove()).isZero();
        assertThat(file).exists();
    }

    @Test
    void aMarkerOfSomebodyElseStays() throws IOException {
        boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (!isRoot) {
            System.out.println("skipped: only root can make a directory of somebody else");
        }
        assumeTrue(isRoot, "only root can make a directory of somebody else");
        Path marker = mark(NO_PID, 77);
        Files.setAttribute(marker, "unix:uid", STRANGER_UID);

        assertThat(stale.remove()).isZero();
        assertThat(marker).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forkwatch", "forkwatch-4194400", "forkwatch-4194400-77-1", "forkwatch-x-y", "other"})
    void otherDirectoriesStay(String name) throws IOException {
        Path other = Files.createDirectory(place.resolve(name));

        assertThat(stale.remove()).isZero();
        assertThat(other).isDirectory();
    }

    @Test
    void everyPlaceIsLookedAtAndAMissingOneIsNoTrouble() throws IOException {
        Path missing = directory.resolve("missing");
        mark(NO_PID, 77);

        assertThat(markers(ProcFs.system(), missing, place).remove()).isEqualTo(1);
    }

    @Test
    void aHugePlaceIsNotReadToItsEnd() throws IOException {
        for (int starttimeTicks = 0; starttimeTicks < 1_010; starttimeTicks++) {
            mark(NO_PID, starttimeTicks);
        }

        assertThat(stale.remove()).isEqualTo(1_000);
        assertThat(stale.remove()).isEqualTo(10);
    }

    private StaleMarkers markers(ProcFs procFs, Path... places) {
        claims = new Claims(procFs);
        return new StaleMarkers(List.of(places), procFs, CLOCKS, claims, HERE, heirs::add);
    }

    private Path mark(long pid, long starttimeTicks) throws IOException {
        Path marker = Files.createDirectory(place.resolve(Marker.name(pid, starttimeTicks)));
        age(marker);
        return marker;
    }

    private static void age(Path marker) throws IOException {
        Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
    }

    /** A supervisor in another pid namespace with the same /tmp has not yet written in which. */
    @Test
    void anEmptyMarkerThatIsYoungStays() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minus(Duration.ofSeconds(20))));

        assertThat(stale.remove()).isZero();
        assertThat(marker).isDirectory();
    }

    @Test
    void aMarkerThatSaysThatItIsOfAnotherNamespaceStaysWhateverItsAge() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(marker.resolve("state"), "forkwatch state 1 pid:[1] aa\n");
        age(marker);

        assertThat(stale.remove()).isZero();
        assertThat(marker.resolve("state")).exists();
    }

    @Test
    void aListWithOneThatLivesIsClaimedAndStaysUntilItIsTold() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(marker.resolve("state"), head() + living() + " worker 4242 -\n");

        assertThat(stale.remove()).isZero();
        assertThat(heirs).hasSize(1);
        assertThat(marker.resolve("state")).doesNotExist();
        assertThat(marker).isNotEmptyDirectory();

        claims.close(FixedView.empty(0));
        assertThat(marker.resolve("state"))
                .as("left to the next, since it was not told")
                .exists();
    }

    @Test
    void whatIsToldIsConsumed() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(marker.resolve("state"), head() + living() + " worker 4242 -\n");
        stale.remove();

        assertThat(claims.settle(view(Optional.empty()))).isFalse();
        assertThat(claims.holds(heirs.get(0).key())).isTrue();
        assertThat(claims.settle(view(Optional.of(Instant.EPOCH)))).isTrue();

        assertThat(claims.holds(heirs.get(0).key())).isFalse();
        assertThat(marker).doesNotExist();
    }

    /** Once two supervisors started at the same time, both told it. */
    @Test
    void whatALivingSupervisorHasClaimedIsLeftToIt() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(marker.resolve("state"), head() + living() + " worker 4242 -\n");
        stale.remove();
        heirs.clear();

        assertThat(markers(ProcFs.system(), place).remove()).isZero();
        assertThat(heirs).isEmpty();
    }

    @Test
    void whatASupervisorHadClaimedThatIsGoneItselfIsClaimedAgain() throws IOException {
        Path marker = mark(NO_PID, 77);
        Files.writeString(
                marker.resolve("state." + Marker.name(NO_PID + 1, 5)), head() + living() + " worker 4242 -\n");

        stale.remove();

        assertThat(heirs).hasSize(1);
    }

    /** Its own successor may still come, and has its log. */
    @Test
    void whoWasLeftInAnotherDirectoryIsNotToldHere() throws IOException {
        Path marker = mark(NO_PID, 77);
        String elsewhere = head().replace("\n", " " + StateFile.placeOf(Path.of("/elsewhere")) + "\n");
        Files.writeString(marker.resolve("state"), elsewhere + living() + " worker 4242 -\n");

        assertThat(stale.remove()).isZero();
        assertThat(heirs).isEmpty();
        assertThat(marker.resolve("state")).exists();
    }

    private static String living() throws IOException {
        PidStat self = ProcFs.system().self();
        return self.pid() + " " + self.starttimeTicks();
    }

    private FixedView view(Optional<Instant> saidAt) {
        LeftBehind left = heirs.get(0);
        Orphan orphan = new Orphan(
                left.key(),
                "java",
                left.kind(),
                new Origin.LeftBehind(4242),
                CommandLine.UNKNOWN,
                1,
                9,
                9,
                9,
                new CpuTime(1, 1),
                saidAt);
        return new FixedView(new Snapshot(0, List.of(), List.of(), List.of(orphan), 0));
    }
}

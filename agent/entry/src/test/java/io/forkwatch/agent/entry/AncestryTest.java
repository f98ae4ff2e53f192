package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AncestryTest {
    @TempDir
    private Path directory;

    private FakeMachine machine;

    /** 1 <- 50 <- 60 <- this JVM. */
    @BeforeEach
    void aFamily() throws IOException {
        machine = FakeMachine.in(directory)
                .self(60)
                .process(60, 50, 900)
                .process(50, 1, 800)
                .process(1, 0, 5);
    }

    @Test
    void aFamilyWithoutMarkersIsNotWatched() {
        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void aMarkedParentIsFound() throws IOException {
        machine.marker().set(60, 900);

        assertThat(machine.isWatched()).isTrue();
    }

    @Test
    void aMarkedGrandparentIsFound() throws IOException {
        machine.marker().set(50, 800);

        assertThat(machine.isWatched()).isTrue();
    }

    @Test
    void theFirstProcessOfAContainerCanBeTheSupervisor() throws IOException {
        machine.marker().set(1, 5);

        assertThat(machine.isWatched()).isTrue();
    }

    @Test
    void theMarkerMayBeInTheSecondPlace() throws IOException {
        new Marker(machine.second()).set(50, 800);

        assertThat(machine.isWatched()).isTrue();
    }

    @Test
    void whoIsMarkedIsASupervisorAndWhoIsBelowIsWatched() throws IOException {
        machine.marker().set(60, 900);
        machine.process(70, 60, 950);
        Ancestry ancestry = new Ancestry(machine.proc(), machine.marker());

        assertThat(ancestry.isSupervisor(60)).isTrue();
        assertThat(ancestry.isWatched(60)).isFalse();
        assertThat(ancestry.isSupervisor(70)).isFalse();
        assertThat(ancestry.isWatched(70)).isTrue();
        assertThat(ancestry.isSupervisor(4711)).as("nobody").isFalse();
        assertThat(ancestry.isWatched(4711)).as("nobody").isFalse();
    }

    /** What a child names its file by: the supervisor's sign, itself, and which child of the supervisor it belongs to. */
    @Test
    void theNearestSupervisorIsTheOneAndItsChildOnTheWayIsKnown() throws IOException {
        Path far = machine.marker().set(1, 5);
        Ancestry ancestry = new Ancestry(machine.proc(), machine.marker());

        assertThat(ancestry.above().orElseThrow().sign).isEqualTo(far);
        assertThat(ancestry.above().orElseThrow().root).isEqualTo(50);

        Path near = machine.marker().set(60, 900);
        Ancestry.Above above = ancestry.above().orElseThrow();

        assertThat(above.sign).isEqualTo(near);
        assertThat(above.root).isEqualTo(100);
        assertThat(above.pid).isEqualTo(100);
        assertThat(above.starttimeTicks).isEqualTo(1000);
    }

    @Test
    void itsOwnMarkerIsNotAnAncestors() throws IOException {
        machine.marker().set(100, 1000);

        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void aMarkerOfAnEarlierProcessWithThePidDoesNotCount() throws IOException {
        machine.marker().set(60, 899);

        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void aLinkToADirectoryIsNoMarker() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Files.createSymbolicLink(machine.first().resolve(Marker.name(60, 900)), target);

        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void aFileIsNoMarker() throws IOException {
        Files.createFile(machine.first().resolve(Marker.name(60, 900)));

        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void aMarkerThatSomebodyElseHasSetDoesNotCount() throws IOException {
        FakeMachine.giveAway(machine.marker().set(60, 900));

        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void ourMarkerForAProcessOfSomebodyElseDoesNotCount() throws IOException {
        machine.marker().set(60, 900);
        FakeMachine.giveAway(machine.proc().resolve("60"));

        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void aSupervisorOfAnotherUserIsFoundByItsOwnMarker() throws IOException {
        FakeMachine.giveAway(machine.marker().set(60, 900));
        FakeMachine.giveAway(machine.proc().resolve("60"));

        assertThat(machine.isWatched()).isTrue();
    }

    @Test
    void aProcThatLoopsIsLeftAfterAWhile() throws IOException {
        FakeMachine loop = FakeMachine.in(Files.createDirectory(directory.resolve("loop")))
                .self(60)
                .process(60, 61, 900)
                .process(61, 60, 901);

        assertThat(loop.isWatched()).isFalse();
    }

    @Test
    void aChainThatBreaksOffEndsTheSearch() throws IOException {
        machine.marker().set(1, 5);
        Files.delete(machine.proc().resolve("50/stat"));

        assertThat(machine.isWatched()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "60 (java) S",
                "60 (java S 50 1 1",
                "60 (java) S x 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 900 4096",
                "60 (java) S 50 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 99999999999999999999 4096"
            })
    void aGarbledStatEndsTheSearch(String stat) throws IOException {
        machine.marker().set(1, 5);
        Files.writeString(machine.proc().resolve("60/stat"), stat);

        assertThat(machine.isWatched()).isFalse();
    }

    @Test
    void withoutProcNobodyIsWatched() {
        assertThat(new Ancestry(directory.resolve("none"), machine.marker()).above())
                .isEmpty();
    }
}

package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {
    @TempDir
    private Path directory;

    private FakeMachine machine;

    @BeforeEach
    void aMachine() throws IOException {
        machine = FakeMachine.in(directory);
    }

    @Test
    void isAnEmptyDirectoryOfItsOwnerAlone() throws IOException {
        Path set = machine.marker().set(4242, 77);

        assertThat(set).isEqualTo(machine.first().resolve("forkwatch-4242-77")).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(set)))
                .isEqualTo("rwx------");
        assertThat(Marker.isOurs(set)).isTrue();
    }

    @Test
    void takesTheSecondPlaceIfThereIsNoFirst() throws IOException {
        Files.delete(machine.first());

        assertThat(machine.marker().set(4242, 77)).hasParent(machine.second());
    }

    @Test
    void mayBeSetTwice() throws IOException {
        Path set = machine.marker().set(4242, 77);

        assertThat(machine.marker().set(4242, 77)).isEqualTo(set);
    }

    @Test
    void stepsAsideWhereALinkLiesInWait() throws IOException {
        Files.createSymbolicLink(machine.first().resolve(Marker.name(4242, 77)), directory);

        assertThat(machine.marker().set(4242, 77)).hasParent(machine.second());
    }

    @Test
    void stepsAsideWhereADirectoryOfSomebodyElseLiesInWait() throws IOException {
        FakeMachine.giveAway(machine.marker().set(4242, 77));

        assertThat(machine.marker().set(4242, 77)).hasParent(machine.second());
    }

    @Test
    void failsIfNoPlaceIsLeft() throws IOException {
        Marker one = new Marker(machine.first());
        Files.createFile(machine.first().resolve(Marker.name(4242, 77)));

        assertThatThrownBy(() -> one.set(4242, 77)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> new Marker().set(4242, 77)).isInstanceOf(IOException.class);
    }

    @Test
    void nameAndPidBelongTogether() {
        assertThat(Marker.pidOf(Marker.name(4242, 77))).hasValue(4242);
        assertThat(Marker.pidOf(Marker.name(1, 0))).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "forkwatch",
                "forkwatch-",
                "forkwatch-4242",
                "forkwatch-4242-",
                "forkwatch--77",
                "forkwatch-0-77",
                "forkwatch--1-77",
                "forkwatch-+4242-77",
                "forkwatch-04242-77",
                "forkwatch-4242-077",
                "forkwatch-4242-77-5",
                "forkwatch-4242-77.log",
                "forkwatch-x-77",
                "forkwatch-99999999999999999999-77",
                "xforkwatch-4242-77",
                "Forkwatch-4242-77"
            })
    void otherNamesAreNotMarkers(String name) {
        assertThat(Marker.pidOf(name)).isEmpty();
    }

    @Test
    void onlyRealDirectoriesCanBeOurs() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), machine.first());
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(Marker.isOurs(machine.first())).isTrue();
        assertThat(Marker.isOurs(link)).isFalse();
        assertThat(Marker.isOurs(file)).isFalse();
        assertThat(Marker.isOurs(directory.resolve("none"))).isFalse();
    }

    @Test
    void placesOfThisMachineDoNotDependOnTheJvm() {
        assertThat(Marker.ofThisMachine().places()).containsExactly(Path.of("/tmp"), Path.of("/dev/shm"));
    }
}

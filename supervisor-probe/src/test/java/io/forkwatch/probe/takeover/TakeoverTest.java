package io.forkwatch.probe.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeoverTest {
    @TempDir
    private Path place;

    private final List<LeftBehind> heirs = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    private Takeover takeover(Path... places) {
        return new Takeover(new Marker(places), ProcFs.system(), Clocks.system());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
    }

    @Test
    void theMarkerIsThereFromMarkToUnmark() throws IOException {
        PidStat self = ProcFs.system().self();
        Takeover takeover = takeover(place);

        takeover.mark();
        assertThat(names()).containsExactly("forkwatch-" + self.pid() + '-' + self.starttimeTicks());

        takeover.unmark();
        takeover.unmark();
        assertThat(names()).isEmpty();
    }

    @Test
    void wherePortIsStandsInTheMarkerAsLongAsItIsThere() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        Path marker = place.resolve(names().get(0));
        LocalSupervisors all = new LocalSupervisors(List.of(place), ProcFs.system());
        assertThat(all.find()).singleElement().matches(found -> found.url().isEmpty());

        takeover.listens(Optional.of("http://127.0.0.1:9797/metrics"));
        long self = ProcFs.system().self().pid();
        assertThat(all.find()).singleElement().satisfies(found -> {
            assertThat(found.pid()).isEqualTo(self);
            assertThat(found.url()).contains("http://127.0.0.1:9797/metrics");
            assertThat(found.directory()).contains(Path.of("").toAbsolutePath().toString());
        });
        Files.delete(marker.resolve("url"));
        Files.delete(marker);
        takeover.keepMarker((what, fault) -> troubles.add(what));
        assertThat(marker.resolve("url")).hasContent("http://127.0.0.1:9797/metrics");

        Files.delete(marker.resolve("url"));
        assertThat(takeover.keepMarker((what, fault) -> troubles.add(what))).isFalse();
        assertThat(marker.resolve("url")).hasContent("http://127.0.0.1:9797/metrics");

        takeover.listens(Optional.empty());
        assertThat(marker).isEmptyDirectory();
        takeover.listens(Optional.of("http://127.0.0.1:9798/metrics"));
        takeover.unmark();
        assertThat(names()).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void aMarkerThatSaysWhoIsLeftAliveStays() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        Files.createFile(place.resolve(names().get(0)).resolve("state"));

        takeover.unmark();

        assertThat(names()).hasSize(1);
    }

    @Test
    void whatJvmsBelowSaidIsRemovedWithIt() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        Files.createFile(place.resolve(names().get(0)).resolve("jvm-4711-184467-4711"));

        takeover.unmark();

        assertThat(names()).isEmpty();
    }

    @Test
    void aMarkerThatSomebodyHasRemovedIsSetAgain() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        List<String> before = names();
        Path marker = place.resolve(before.get(0));
        assertThat(takeover.keepMarker((what, fault) -> troubles.add(what))).isFalse();
        Files.delete(marker);

        assertThat(takeover.keepMarker((what, fault) -> troubles.add(what))).isTrue();

        assertThat(names()).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(marker)))
                .isEqualTo("rwx------");
        takeover.unmark();
        assertThat(takeover.keepMarker((what, fault) -> troubles.add(what))).isFalse();
        assertThat(names()).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void whereSomebodyElseHasPutSomethingItIsTroubleAndNotOurs() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        Path marker = place.resolve(names().get(0));
        Files.delete(marker);
        Files.createFile(marker);

        assertThat(takeover.keepMarker((what, fault) -> troubles.add(what))).isFalse();

        assertThat(troubles).containsExactly("marker");
        assertThat(marker).isEmptyFile();
    }

    @Test
    void whereNoMarkerWasSetNoneIsSetLater() throws IOException {
        Takeover takeover = takeover(place);

        assertThat(takeover.keepMarker((what, fault) -> troubles.add(what))).isFalse();

        assertThat(names()).isEmpty();
    }

    @Test
    void whoIsBelowIsWrittenAgainWithTheMarker() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        Path marker = place.resolve(names().get(0));
        StateFileWriter writer =
                takeover.stateFileWriter((what, fault) -> troubles.add(what)).orElseThrow();
        long now = Clocks.system().nanos();
        Files.delete(marker);

        writer.doWork(FixedView.empty(now), now);

        assertThat(marker.resolve("state")).exists();
        assertThat(troubles).isEmpty();
        writer.close(FixedView.empty(now), now);
    }

    @Test
    void withoutAPlaceThereIsNoMarkerAndNothingToWriteDown() {
        Takeover takeover = takeover(place.resolve("missing"));

        assertThatThrownBy(takeover::mark).isInstanceOf(IOException.class);
        takeover.unmark();

        assertThat(takeover.stateFileWriter((what, fault) -> troubles.add(what)))
                .isEmpty();
    }

    @Test
    void whoIsBelowIsWrittenIntoTheMarkerAndForgottenAtTheEnd() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        Path state = place.resolve(names().get(0)).resolve("state");
        StateFileWriter writer =
                takeover.stateFileWriter((what, fault) -> troubles.add(what)).orElseThrow();
        long now = Clocks.system().nanos();

        writer.doWork(FixedView.empty(now), now);
        assertThat(state).exists();
        writer.close(FixedView.empty(now), now);

        assertThat(state).doesNotExist();
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatAGoneSupervisorLeftIsTidiedAndHandedOn() throws IOException {
        Path marker = Files.createDirectory(place.resolve("forkwatch-4194400-77"));
        String namespace = ProcFs.system().pidNamespace().orElseThrow();
        Files.writeString(marker.resolve("state"), StateFile.format(namespace, List.of()));
        String head = Files.readString(marker.resolve("state"));
        Files.writeString(marker.resolve("state"), head + "4711 184467 worker 4242 -\n");

        takeover(place).takeOver(heirs::add);

        assertThat(heirs).extracting(left -> left.key().pid()).containsExactly(4711L);
        assertThat(marker).doesNotExist();
    }
}

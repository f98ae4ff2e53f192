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
import java.util.ArrayList;
import java.util.List;
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
    void aMarkerThatSaysWhoIsLeftAliveStays() throws IOException {
        Takeover takeover = takeover(place);
        takeover.mark();
        Files.createFile(place.resolve(names().get(0)).resolve("state"));

        takeover.unmark();

        assertThat(names()).hasSize(1);
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

package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of a launcher that never starts the same command twice: what is kept of it is bounded. */
class ManyShortChildrenTest {
    private static final int CHILDREN = 100_000;
    private static final int AT_ONCE = 40;
    private static final int PIDS = 30_000;

    @TempDir
    private Path mount;

    @Test
    void aHundredThousandLeaveNothingButTheirTotals() {
        Lab lab = new Lab(mount).ticked();
        for (int started = 0; started < CHILDREN; started += AT_ONCE) {
            for (int i = started; i < started + AT_ONCE; i++) {
                startAndEnd(lab, i);
            }
            lab.doWorkAfterMillis(50);
            lab.sink.views.subList(0, Math.max(0, lab.sink.views.size() - 1)).clear();
        }
        lab.doWorkAfterMillis(2_000);

        Snapshot last = lab.sink.lastSnapshot();
        assertThat(lab.sink.deaths).hasSize(CHILDREN);
        assertThat(last.children()).isEmpty();
        assertThat(last.orphans()).isEmpty();
        assertThat(last.kinds()).hasSizeLessThanOrEqualTo(21);
        assertThat(last.kinds().stream().mapToLong(KindTotals::starts).sum()).isEqualTo(CHILDREN);
        assertThat(slots(lab)).hasSizeLessThanOrEqualTo(33);
        assertThat(lab.dropped.read()).doesNotContainKey("inbox");
        assertThat(lab.troubles.seen()).isEmpty();
    }

    private static void startAndEnd(Lab lab, int number) {
        long pid = 1_000L + number % PIDS;
        String program = "/opt/" + (char) ('a' + number % 26) + (char) ('a' + number / 26 % 26) + "-job-" + number;
        lab.inbox.started(new Spawn(pid, new CommandLine(List.of(program)), "", lab.clock.nanos(), ExitValue.UNKNOWN));
        lab.inbox.zombie(pid, 0);
    }

    private static Set<Slot> slots(Lab lab) {
        return lab.sink.deaths.stream()
                .map(death -> death.child().name().slot())
                .collect(Collectors.toSet());
    }
}

package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Surroundings;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.KillProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KillRunsTest {
    private static final long MILLI = 1_000_000;

    private final List<Long> rests = new ArrayList<>();
    private long now = Deaths.DEATH_NANOS;
    private final KillRuns runs = new KillRuns(() -> now, nanos -> {
        rests.add(nanos);
        now += nanos;
    });

    private static Death deathAfter(ExitValue... exitValues) {
        List<KillProgram> programs = new ArrayList<>();
        for (ExitValue exitValue : exitValues) {
            KillProgram program =
                    new KillProgram(CommandLine.UNKNOWN, "", new Caller("main", List.of()), Deaths.before(3));
            program.started(7, exitValue);
            programs.add(program);
        }
        return Deaths.bySignal(9)
                .death()
                .within(new Surroundings(
                        OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), false, false, programs));
    }

    @Test
    void withoutAProgramNobodyWaits() {
        assertThat(runs.of(deathAfter())).isEmpty();
        assertThat(rests).isEmpty();
    }

    @Test
    void oneThatHasEndedIsTakenAtOnce() {
        assertThat(runs.of(deathAfter(() -> OptionalInt.of(1))))
                .extracting(KillRun::exitValue)
                .containsExactly(OptionalInt.of(1));
        assertThat(rests).isEmpty();
    }

    @Test
    void theVictimMayBeGoneBeforeTheKiller() {
        ExitValue soon = () -> rests.size() < 3 ? OptionalInt.empty() : OptionalInt.of(0);
        assertThat(runs.of(deathAfter(soon))).extracting(KillRun::exitValue).containsExactly(OptionalInt.of(0));
        assertThat(rests).containsExactly(MILLI, MILLI, MILLI);
    }

    @Test
    void thoseThatNeverEndCostFiftyMillisecondsOfTheDeathAndNoMore() {
        assertThat(runs.of(deathAfter(ExitValue.UNKNOWN, ExitValue.UNKNOWN)))
                .extracting(KillRun::exitValue)
                .containsExactly(OptionalInt.empty(), OptionalInt.empty());
        assertThat(rests).hasSize(50);
    }

    @Test
    void oneThatWasNeverStartedIsNone() {
        Death death = deathAfter(ExitValue.UNKNOWN);
        death.around().killPrograms().get(0).startFailed();
        assertThat(runs.of(death)).isEmpty();
        assertThat(rests).isEmpty();
    }
}

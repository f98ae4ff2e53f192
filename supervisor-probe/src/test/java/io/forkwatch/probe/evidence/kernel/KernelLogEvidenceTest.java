package io.forkwatch.probe.evidence.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Ooms;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.death.Death;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KernelLogEvidenceTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong nanos = new AtomicLong(Deaths.before(60_000));
    private final Clocks clocks = new Clocks(nanos::get, () -> Instant.EPOCH);
    private final FakeLog log = new FakeLog();
    private int pauses;
    private int lineAfterPauses = Integer.MAX_VALUE;

    private KernelLogEvidence witness(KernelLogSource source, boolean pidsAreOurs) {
        return new KernelLogEvidence(source, () -> pidsAreOurs, clocks, span -> {
            nanos.addAndGet(span);
            if (++pauses == lineAfterPauses) {
                log.write(Records.killed(4242, "java"));
            }
        });
    }

    private KernelLogEvidence opened() {
        KernelLogEvidence witness = witness(() -> log, true);
        witness.open();
        nanos.set(Deaths.DEATH_NANOS);
        return witness;
    }

    private static Death oomDeath() {
        return Deaths.bySignal(9)
                .oom(new Ooms().group(4, 1, 1).machine(1, 1).counts())
                .death();
    }

    @Test
    void aLineThatIsThereNeedsNoWaiting() {
        KernelLogEvidence witness = opened();
        log.write(Records.killed(4242, "java"));
        assertThat(witness.ask(oomDeath()).orElseThrow().killOf(4242)).isPresent();
        assertThat(pauses).isZero();
        assertThat(witness.readable()).contains(true);
    }

    @Test
    void aLineMayComeALittleAfterTheDeath() {
        lineAfterPauses = 5;
        assertThat(opened().ask(oomDeath()).orElseThrow().killOf(4242)).isPresent();
        assertThat(pauses).isEqualTo(5);
    }

    @Test
    void aLineThatDoesNotComeIsAwaitedFiftyMilliseconds() {
        assertThat(opened().ask(oomDeath()).orElseThrow().kills()).isEmpty();
        assertThat(nanos.get() - Deaths.DEATH_NANOS).isEqualTo(50 * MILLI);
    }

    @Test
    void whereNobodyWasKilledNothingIsAwaited() {
        Death death = Deaths.bySignal(9)
                .oom(new Ooms().group(4, 0, 0).machine(0, 0).counts())
                .death();
        assertThat(opened().ask(death)).isPresent();
        assertThat(pauses).isZero();
    }

    @Test
    void theVictimMayBeOneThatTheChildRan() {
        KernelLogEvidence witness = opened();
        log.write(Records.killed(4243, "java"));
        Death death = Deaths.byExit(137)
                .descendant(4243, "java", 1, 40, false)
                .oom(new Ooms().group(4, 1, 1).counts())
                .death();
        assertThat(witness.ask(death).orElseThrow().killOf(4243)).isPresent();
        assertThat(pauses).isZero();
    }

    @Test
    void aCleanExitIsNoQuestionUnlessOneThatItRanIsGone() {
        KernelLogEvidence witness = opened();
        int reads = log.reads();
        assertThat(witness.ask(Deaths.byExit(0).death())).isEmpty();
        assertThat(witness.ask(
                        Deaths.byExit(0).descendant(4243, "java", 1, 4, true).death()))
                .isEmpty();
        assertThat(log.reads()).isEqualTo(reads);
        assertThat(witness.ask(
                        Deaths.byExit(0).descendant(4243, "java", 1, 4, false).death()))
                .isPresent();
    }

    @Test
    void inAnotherPidNamespaceItIsNotEvenOpened() {
        KernelLogEvidence witness = witness(
                () -> {
                    throw new AssertionError("opened");
                },
                false);
        assertThat(witness.readable()).isEmpty();
        assertThat(witness.ask(oomDeath())).isEmpty();
        assertThat(witness.readable()).contains(false);
        assertThat(witness.doWork()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whereItIsRestrictedItIsTriedOnce() {
        AtomicLong tries = new AtomicLong();
        KernelLogEvidence witness = witness(
                () -> {
                    tries.incrementAndGet();
                    throw new IOException("Operation not permitted");
                },
                true);
        assertThat(witness.ask(oomDeath())).isEmpty();
        assertThat(witness.ask(oomDeath())).isEmpty();
        assertThat(tries).hasValue(1);
        assertThat(witness.readable()).contains(false);
    }

    @Test
    void oneThatFailsForEverIsClosed() {
        KernelLogEvidence witness = opened();
        log.fail(100);
        assertThat(witness.ask(oomDeath())).isEmpty();
        assertThat(log.isOpen()).isFalse();
        assertThat(witness.readable()).contains(false);
    }

    @Test
    void eachTurnReadsWhatIsNew() {
        KernelLogEvidence witness = opened();
        int reads = log.reads();
        assertThat(witness.doWork()).isEqualTo(1000 * MILLI);
        assertThat(log.reads()).isGreaterThan(reads);
    }
}

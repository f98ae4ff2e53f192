package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.view.KindTotals;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindCountersTest {
    private static final Kind WORKER = new Kind("worker");
    private static final Kind TOOL = new Kind("tool");

    private final KindCounters ledger = new KindCounters();

    @Test
    void isEmptyAtFirst() {
        assertThat(ledger.booked()).isEmpty();
    }

    @Test
    void keepsKindsApartInTheOrderOfTheirFirstChild() {
        ledger.started(WORKER);
        ledger.startFailed(TOOL);
        ledger.started(WORKER);
        ledger.ended(WORKER, new CpuTime(5, 6));
        assertThat(ledger.booked())
                .containsExactly(
                        new KindTotals(WORKER, 0, 2, 0, new CpuTime(5, 6)),
                        new KindTotals(TOOL, 0, 0, 1, CpuTime.ZERO));
    }

    @Test
    void theSameListAgainAsLongAsNothingIsBooked() {
        ledger.started(WORKER);
        List<KindTotals> booked = ledger.booked();
        assertThat(ledger.booked()).isSameAs(booked);
        ledger.ended(WORKER, CpuTime.ZERO);
        assertThat(ledger.booked()).isNotSameAs(booked);
    }
}

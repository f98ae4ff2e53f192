package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.view.KindTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KindLedgerTest {
    private static final Kind WORKER = new Kind("worker");
    private static final Kind TOOL = new Kind("tool");

    @TempDir
    private Path mount;

    private RegisterLab lab;
    private final KindLedger ledger = new KindLedger();

    @BeforeEach
    void build() {
        lab = new RegisterLab(mount);
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(ledger.totals(List.of())).isEmpty();
    }

    @Test
    void keepsKindsApartInTheOrderOfTheirFirstChild() {
        ledger.started(WORKER);
        ledger.startFailed(TOOL);
        ledger.started(WORKER);
        ledger.ended(WORKER, new CpuTime(5, 6));
        assertThat(ledger.totals(List.of()))
                .containsExactly(
                        new KindTotals(WORKER, 0, 2, 0, new CpuTime(5, 6)),
                        new KindTotals(TOOL, 0, 0, 1, CpuTime.ZERO));
    }

    @Test
    void addsTheLivingToTheDeadAndCountsThemOnce() throws IOException {
        TrackedChild one = lab.child(lab.proc.process(7));
        TrackedChild other = lab.child(lab.proc.process(8));
        lab.took(one, 1, 1, new CpuTime(10, 1));
        lab.took(other, 1, 1, new CpuTime(20, 2));
        ledger.started(WORKER);
        ledger.started(WORKER);
        ledger.ended(WORKER, new CpuTime(300, 30));
        ledger.totals(List.of(one, other));
        assertThat(ledger.totals(List.of(one, other)))
                .as("the same at every call")
                .containsExactly(new KindTotals(WORKER, 2, 2, 0, new CpuTime(330, 33)));
    }

    @Test
    void theTotalGoesOnWhereAChildEnded() throws IOException {
        TrackedChild child = lab.child(lab.proc.process(7));
        lab.took(child, 1, 1, new CpuTime(10, 1));
        CpuTime before = ledger.totals(List.of(child)).get(0).cpu();
        ledger.ended(WORKER, child.treeCpu());
        assertThat(ledger.totals(List.of()).get(0).cpu()).isEqualTo(before);
    }
}

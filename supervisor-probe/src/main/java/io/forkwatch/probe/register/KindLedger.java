package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.view.KindTotals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The totals of every kind. As bounded as the kinds are. Sampler thread only. */
final class KindLedger {
    private final Map<Kind, Account> accounts = new LinkedHashMap<>();

    void started(Kind kind) {
        account(kind).starts++;
    }

    void startFailed(Kind kind) {
        account(kind).startFailures++;
    }

    /** Books the final CPU time of a child that has ended. */
    void ended(Kind kind, CpuTime cpu) {
        Account account = account(kind);
        account.deadCpu = account.deadCpu.plus(cpu);
    }

    /** The totals now: what is booked, and the living children's running figures. */
    List<KindTotals> totals(Iterable<TrackedChild> living) {
        accounts.values().forEach(Account::restart);
        for (TrackedChild child : living) {
            Account account = account(child.child().name().kind());
            account.living++;
            account.livingCpu = account.livingCpu.plus(child.treeCpu());
        }
        List<KindTotals> totals = new ArrayList<>(accounts.size());
        accounts.forEach((kind, account) -> totals.add(account.totals(kind)));
        return totals;
    }

    private Account account(Kind kind) {
        return accounts.computeIfAbsent(kind, name -> new Account());
    }

    private static final class Account {
        private long starts;
        private long startFailures;
        private int living;
        private CpuTime deadCpu = CpuTime.ZERO;
        private CpuTime livingCpu = CpuTime.ZERO;

        void restart() {
            living = 0;
            livingCpu = CpuTime.ZERO;
        }

        KindTotals totals(Kind kind) {
            return new KindTotals(kind, living, starts, startFailures, deadCpu.plus(livingCpu));
        }
    }
}

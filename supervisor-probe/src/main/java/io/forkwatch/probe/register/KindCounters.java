package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The totals of every kind. As bounded as the kinds are. */
@Confined(Confined.To.SAMPLER)
final class KindCounters {
    private final Map<Kind, Account> accounts = new LinkedHashMap<>();
    private List<KindTotals> booked = List.of();
    private boolean changed;

    /** A child of that kind has started. */
    void started(Kind kind) {
        account(kind).starts++;
    }

    /** One could not be started. */
    void startFailed(Kind kind) {
        account(kind).startFailures++;
    }

    /** Books the final CPU time of a child that has ended. */
    void ended(Kind kind, CpuTime cpu) {
        Account account = account(kind);
        account.deadCpu = account.deadCpu.plus(cpu);
    }

    /** What is booked, without those who live; the same list as long as nothing is booked. */
    List<KindTotals> booked() {
        if (changed) {
            changed = false;
            List<KindTotals> now = new ArrayList<>(accounts.size());
            accounts.forEach((kind, account) ->
                    now.add(new KindTotals(kind, 0, account.starts, account.startFailures, account.deadCpu)));
            booked = List.copyOf(now);
        }
        return booked;
    }

    private Account account(Kind kind) {
        changed = true;
        return accounts.computeIfAbsent(kind, name -> new Account());
    }

    private static final class Account {
        private long starts;
        private long startFailures;
        private CpuTime deadCpu = CpuTime.ZERO;
    }
}

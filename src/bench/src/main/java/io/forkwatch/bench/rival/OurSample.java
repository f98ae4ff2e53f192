package io.forkwatch.bench.rival;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.util.List;

/** What Forkwatch does for a sample and nothing else: one read of a held {@code stat} for each process. */
public final class OurSample implements Contender, AutoCloseable {
    private final StatReader reader = new StatReader(ProcFs.system());
    private final StatHandle[] held;

    /** Opens the {@code stat} of each process. */
    public OurSample(List<Long> pids) throws IOException {
        held = new StatHandle[pids.size()];
        for (int i = 0; i < held.length; i++) {
            held[i] = reader.hold(pids.get(i));
        }
    }

    @Override
    public long tick() throws IOException {
        long sum = 0;
        for (StatHandle process : held) {
            PidStat stat = reader.read(process);
            sum += stat.rssPages() + stat.utimeTicks() + stat.stimeTicks() + stat.threads();
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        for (StatHandle process : held) {
            process.close();
        }
    }
}

package io.forkwatch.bench.jmh;

import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.MemoryDoubt;
import io.forkwatch.probe.process.view.Peak;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Why did a child end? Of one that was killed nobody knows by whom: nearly all rules are asked. */
@State(Scope.Thread)
public class Diagnosing {
    private static final int SIGKILL = 9;
    private static final long GIB = 1L << 30;

    private final Diagnoser diagnoser = new Diagnoser();
    private final Evidence killed = Evidence.of(death(SIGKILL), true);
    private final Evidence failed = Evidence.of(death(1 << 8), true);

    private static Death death(int rawStatus) {
        Child child = new Child(
                new ProcessKey(4242, 99),
                new Name(new Kind("surefire-fork"), new Slot(0)),
                new CommandLine(List.of("java", "-Xmx1536m", "-jar", "surefirebooter.jar")),
                "/ci/build",
                "",
                Instant.EPOCH,
                0);
        return new Death(
                child,
                new Ending.Exact(new WaitStatus(rawStatus)),
                Instant.EPOCH.plusSeconds(192),
                192_000_000_000L,
                Optional.empty(),
                new Peak(GIB, GIB),
                MemoryDoubt.UNKNOWN,
                new CpuTime(1_000_000_000, 1_000_000_000),
                true,
                List.of(),
                List.of(),
                Optional.empty(),
                LimitUse.UNKNOWN,
                Optional.empty());
    }

    /** Killed with SIGKILL. */
    @Benchmark
    public Diagnosis killed() {
        return diagnoser.diagnose(killed);
    }

    /** Exited with 1. */
    @Benchmark
    public Diagnosis failed() {
        return diagnoser.diagnose(failed);
    }
}

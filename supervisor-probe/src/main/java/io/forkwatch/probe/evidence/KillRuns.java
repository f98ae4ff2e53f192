package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.program.ScriptCall;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Asks how programs ended that may have ended a child: one that failed did not. May wait for their ends. */
@Confined(Confined.To.REPORTER)
final class KillRuns {
    /** Who was killed is often gone before who killed it. */
    private static final long PATIENCE_NANOS = 50_000_000;

    private static final long STEP_NANOS = 1_000_000;

    private final KillScripts scripts = new KillScripts();
    private final LongSupplier nanos;
    private final LongConsumer rest;

    /**
     * For deaths of one supervisor.
     *
     * @param nanos monotonic clock
     * @param rest waits about so many nanoseconds
     */
    KillRuns(LongSupplier nanos, LongConsumer rest) {
        this.nanos = nanos;
        this.rest = rest;
    }

    /** Those that may have ended a child, the newest first. Waits no longer than 50 ms after the death. */
    List<KillRun> of(Death death) {
        List<KillRun> runs = new ArrayList<>(0);
        for (KillProgram program : death.around().killPrograms()) {
            OptionalInt exitValue = isAwaited(program) ? awaitEnd(program, death.nanos()) : program.exitValue();
            if (!program.hasFailed()) {
                runs.add(new KillRun(program, exitValue, scripts.of(program)));
            }
        }
        return runs;
    }

    // The end of a script says nothing of one of its commands, and that of what another process started is not told.
    private static boolean isAwaited(KillProgram program) {
        return program.childPid() == 0
                && ScriptCall.in(program.command().arguments()).isEmpty();
    }

    private OptionalInt awaitEnd(KillProgram program, long deathNanos) {
        OptionalInt exitValue = program.exitValue();
        while (exitValue.isEmpty() && !program.hasFailed() && nanos.getAsLong() - deathNanos < PATIENCE_NANOS) {
            rest.accept(STEP_NANOS);
            exitValue = program.exitValue();
        }
        return exitValue;
    }
}

package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.death.Death;
import java.util.Optional;

/** Says why a child ended: the first rule that applies wins. Pure and safe for any thread. */
public final class Diagnoser {
    /** The diagnosis of a death; {@link Reason#UNKNOWN} is an honest one. */
    public Diagnosis diagnose(Evidence evidence) {
        Diagnosis diagnosis =
                withCore(evidence, judge(evidence)).withJvm(evidence.jvm().flatMap(JvmSample::figures));
        return diagnosis.abnormal()
                ? diagnosis
                        .withStderr(evidence.stderrLines())
                        .withOwn(evidence.own())
                        .withInside(evidence.inside())
                : diagnosis;
    }

    // Whoever killed it: what had gone before explains more.
    private static Diagnosis withCore(Evidence evidence, Diagnosis diagnosis) {
        boolean killed = diagnosis.mechanism().signal().orElse(0) == Signals.SIGKILL;
        return killed && evidence.death().wroteCore() ? diagnosis.with(Clue.CORE_DUMPING) : diagnosis;
    }

    private static Diagnosis judge(Evidence evidence) {
        Mechanism mechanism = Mechanism.of(evidence.death().ending());
        if (isPlain(evidence, mechanism)) {
            return ExitRules.ok(evidence, mechanism).orElseThrow();
        }
        Optional<Diagnosis> diagnosis = Optional.empty();
        for (int rank = 0; diagnosis.isEmpty(); rank++) {
            diagnosis = judge(rank, evidence, mechanism);
        }
        return diagnosis.get();
    }

    // A clean exit with nothing that a rule before ok would look at. Most ends are that, and in a JVM with a single
    // child the
    // rules would cost more than all the rest of its end.
    private static boolean isPlain(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        return mechanism.exitCode().orElse(-1) == 0
                && death.kills().isEmpty()
                && death.descendants().isEmpty()
                && death.oom().isEmpty()
                && evidence.crashFile().isEmpty()
                && evidence.killRuns().isEmpty()
                && evidence.jvmFailure().isEmpty()
                && (evidence.own().isEmpty()
                        || evidence.own().get().outOfMemory().isEmpty());
    }

    // Who was killed when it had crashed did so by itself. Then our own kill: it is the only sender that is ever known
    // for
    // certain. Then what the status itself proves. No list of references: 50 hidden classes would be made for the first
    // death.
    private static Optional<Diagnosis> judge(int rank, Evidence evidence, Mechanism mechanism) {
        return switch (rank) {
            case 0 -> JvmRules.crashedBefore(evidence, mechanism);
            case 1 -> ExitRules.killedBySupervisor(evidence, mechanism);
            case 2 -> KillRules.killedBelow(evidence, mechanism);
            case 3 -> KernelRules.killed(evidence, mechanism);
            case 4 -> KillProgramRules.killed(evidence, mechanism);
            case 5 -> JvmRules.crashed(evidence, mechanism);
            case 6 -> StderrRules.threadOutOfMemory(evidence, mechanism);
            case 7 -> OwnWordRules.threadOutOfMemory(evidence, mechanism);
            case 8 -> KernelRules.outlived(evidence, mechanism);
            case 9 -> OomRules.outlived(evidence, mechanism);
            case 10 -> ExitRules.ok(evidence, mechanism);
            case 11 -> LimitRules.cpuTime(evidence, mechanism);
            case 12 -> KernelRules.relayed(evidence, mechanism);
            case 13 -> TimeoutRules.ranOut(evidence, mechanism);
            case 14 -> KernelRules.othersKilled(evidence, mechanism);
            case 15 -> OomRules.killed(evidence, mechanism);
            case 16 -> OomRules.killedOnMachine(evidence, mechanism);
            case 17 -> OomeOptionRules.killedItself(evidence, mechanism);
            case 18 -> KillProgramRules.perhapsKilled(evidence, mechanism);
            case 19 -> ExitRules.killedExternally(evidence, mechanism);
            case 20 -> OomeOptionRules.crashedOnStderr(evidence, mechanism);
            case 21 -> RuntimeRules.aborted(evidence, mechanism);
            case 22 -> ExitRules.signal(evidence, mechanism);
            // What the process itself says goes before a counter that may stand for any other process.
            case 23 -> StderrRules.outOfMemory(evidence, mechanism);
            case 24 -> OwnWordRules.outOfMemory(evidence, mechanism);
            case 25 -> RuntimeRules.outOfMemory(evidence, mechanism);
            case 26 -> KernelRules.descendantKilled(evidence, mechanism);
            case 27 -> LimitRules.cpuTimeBelow(evidence, mechanism);
            case 28 -> OomRules.descendantKilled(evidence, mechanism);
            case 29 -> OwnWordRules.exitCalledWithSignalsCode(evidence, mechanism);
            case 30 -> JvmRules.askedToStop(evidence, mechanism);
            case 31 -> StderrRules.uncaughtException(evidence, mechanism);
            case 32 -> OwnWordRules.uncaughtException(evidence, mechanism);
            case 33 -> StderrRules.jvmFailed(evidence, mechanism);
            case 34 -> ForwardRules.toldByShell(evidence, mechanism);
            case 35 -> RuntimeRules.failed(evidence, mechanism);
            case 36 -> RuntimeRules.sparkOutOfMemory(evidence, mechanism);
            case 37 -> ForwardRules.forwardedSignal(evidence, mechanism);
            case 38 -> WrapperRules.toldByWrapper(evidence, mechanism);
            case 39 -> WrapperRules.wrapperCode(evidence, mechanism);
            case 40 -> WrapperRules.signalInOwnCode(evidence, mechanism);
            case 41 -> NotRunRules.told(evidence, mechanism);
            case 42 -> NotRunRules.seenInFile(evidence, mechanism);
            case 43 -> ExitRules.commandNotRun(evidence, mechanism);
            case 44 -> OwnWordRules.exitCalled(evidence, mechanism);
            case 45 -> JvmRules.exitedOnOutOfMemory(evidence, mechanism);
            case 46 -> OomeOptionRules.exitedWithoutFile(evidence, mechanism);
            case 47 -> JvmRules.heapNearlyFull(evidence, mechanism);
            case 48 -> OwnWordRules.halted(evidence, mechanism);
            case 49 -> ExitRules.error(evidence, mechanism);
            default -> Optional.of(ExitRules.unknown(evidence, mechanism));
        };
    }
}

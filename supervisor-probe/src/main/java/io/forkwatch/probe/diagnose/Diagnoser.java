package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.death.StderrTail;
import java.util.List;
import java.util.Optional;

/** Says why a child ended: the first rule that applies wins. Pure and safe for any thread. */
public final class Diagnoser {
    /** The diagnosis of a death; {@link Reason#UNKNOWN} is an honest one. */
    public Diagnosis diagnose(Evidence evidence) {
        Diagnosis diagnosis =
                withCore(evidence, judge(evidence)).withJvm(evidence.jvm().flatMap(JvmSample::figures));
        return diagnosis.abnormal()
                ? diagnosis.withStderr(evidence.stderr().map(StderrTail::lines).orElse(List.of()))
                : diagnosis;
    }

    // Whoever killed it: what had gone before explains more.
    private static Diagnosis withCore(Evidence evidence, Diagnosis diagnosis) {
        boolean killed = diagnosis.mechanism().signal().orElse(0) == Signals.SIGKILL;
        return killed && evidence.death().wroteCore() ? diagnosis.with(Clue.CORE_DUMPING) : diagnosis;
    }

    private static Diagnosis judge(Evidence evidence) {
        Mechanism mechanism = Mechanism.of(evidence.death().ending());
        for (Rule rule : Ranked.RULES) {
            Optional<Diagnosis> diagnosis = rule.judge(evidence, mechanism);
            if (diagnosis.isPresent()) {
                return diagnosis.get();
            }
        }
        return ExitRules.unknown(evidence, mechanism);
    }

    /** A class of its own: two dozen lambdas that no supervisor pays for before its first child is dead. */
    private static final class Ranked {
        // Who was killed when it had crashed did so by itself. Then our own kill: it is the only sender that is ever
        // known for
        // certain. Then what the status itself proves.
        static final List<Rule> RULES = List.of(
                JvmRules::crashedBefore,
                ExitRules::killedBySupervisor,
                KillRules::killedBelow,
                KernelRules::killed,
                KillProgramRules::killed,
                JvmRules::crashed,
                StderrRules::threadOutOfMemory,
                KernelRules::outlived,
                OomRules::outlived,
                ExitRules::ok,
                LimitRules::cpuTime,
                KernelRules::relayed,
                TimeoutRules::ranOut,
                KernelRules::othersKilled,
                OomRules::killed,
                OomRules::killedOnMachine,
                OomeOptionRules::killedItself,
                KillProgramRules::perhapsKilled,
                ExitRules::killedExternally,
                OomeOptionRules::crashedOnStderr,
                RuntimeRules::aborted,
                ExitRules::signal,
                // What the process itself says goes before a counter that may stand for any other process.
                StderrRules::outOfMemory,
                RuntimeRules::outOfMemory,
                KernelRules::descendantKilled,
                LimitRules::cpuTimeBelow,
                OomRules::descendantKilled,
                JvmRules::askedToStop,
                StderrRules::uncaughtException,
                StderrRules::jvmFailed,
                ForwardRules::toldByShell,
                RuntimeRules::failed,
                RuntimeRules::sparkOutOfMemory,
                ForwardRules::forwardedSignal,
                WrapperRules::toldByWrapper,
                WrapperRules::wrapperCode,
                WrapperRules::signalInOwnCode,
                NotRunRules::told,
                NotRunRules::seenInFile,
                ExitRules::commandNotRun,
                JvmRules::exitedOnOutOfMemory,
                OomeOptionRules::exitedWithoutFile,
                JvmRules::heapNearlyFull,
                ExitRules::error);
    }
}

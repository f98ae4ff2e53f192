package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.WrapperEnds;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.Kill;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The rule over a request of this JVM to end a process below a child. */
final class KillRules {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

    private KillRules() {}

    /**
     * This JVM asked for the end of a process below the child, that process ended together with the child, and the child
     * passes that signal on. Likely: the status of another one may have been what it passed on.
     */
    static Optional<Diagnosis> killedBelow(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        boolean passesOn = mechanism.signal().isEmpty()
                || WrapperEnds.endsAlike(death.child().command().arguments());
        return death.kills().stream()
                .filter(kill -> passesOn && isOfSuspect(death, kill))
                .filter(kill -> mechanism.signalInExitValue().orElse(0) == kill.signal())
                .findFirst()
                .map(kill -> new Diagnosis(
                        mechanism,
                        Reason.KILLED_BY_SUPERVISOR,
                        Confidence.LIKELY,
                        "command_killed_by_supervisor",
                        List.of(Clue.DESTROY_CALL, ExitRules.witness(mechanism)),
                        Optional.of(new Cause.DestroyCalled(kill)),
                        Optional.empty(),
                        true));
    }

    private static boolean isOfSuspect(Death death, Kill kill) {
        long ageNanos = death.nanos() - kill.nanos();
        return ageNanos >= 0
                && ageNanos <= FRESH_NANOS
                && Culprits.chain(death).stream().anyMatch(each -> each.key().pid() == kill.pid());
    }
}

package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import java.util.OptionalInt;

/** Which ends of children, while this JVM itself ends, are no trouble of their own but part of its end. */
final class TogetherWithUs {
    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGPIPE = 13;
    private static final int SIGTERM = 15;

    private TogetherWithUs() {}

    /** True for one that was stopped, by this JVM or by what ends it as well, or that ended itself with an exit code. */
    static boolean is(Diagnosis diagnosis) {
        return switch (diagnosis.reason()) {
            case KILLED_BY_SUPERVISOR, ERROR -> true;
            case SIGNAL, KILLED_EXTERNALLY, UNKNOWN -> isStop(diagnosis.mechanism());
            default -> false;
        };
    }

    /** True for one that this JVM has asked to stop, and that did: that is often the last thing it does. */
    static boolean mayPrecede(Diagnosis diagnosis) {
        return diagnosis.killedBy().filter(kill -> !kill.force()).isPresent()
                || (diagnosis.reason() == Reason.KILLED_BY_SUPERVISOR && isStop(diagnosis.mechanism()));
    }

    /** True for one that this JVM has killed without asking: of many at once the first is told, and the others may be part of its end. */
    static boolean isForced(Diagnosis diagnosis) {
        return diagnosis.reason() == Reason.KILLED_BY_SUPERVISOR && diagnosis.confidence() != Confidence.POSSIBLE;
    }

    private static boolean isStop(Mechanism mechanism) {
        OptionalInt signal = mechanism.signal().isPresent() ? mechanism.signal() : mechanism.signalInExitValue();
        int number = signal.orElse(0);
        return number == SIGHUP || number == SIGINT || number == SIGPIPE || number == SIGTERM;
    }
}

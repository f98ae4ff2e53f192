package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.blackbox.LeftRecordings;
import io.forkwatch.probe.dump.ThreadDumps;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.EvidenceSource;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.InsideLook;
import io.forkwatch.probe.process.death.RecordedEnd;
import io.forkwatch.probe.process.death.ThreadDump;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import java.util.function.Supplier;

/** Adds to what was seen of a death from outside what was seen inside its JVM, of those that did not end well. */
@Confined(Confined.To.REPORTER)
final class InsideLooks implements EvidenceSource {
    private final EvidenceSource outside;
    private final Optional<ThreadDumps> dumps;
    private final Supplier<LeftRecordings> made;
    private final Trouble trouble;
    private Optional<LeftRecordings> recordings = Optional.empty();

    /**
     * What is seen from inside, beside what is from outside.
     *
     * @param dumps absent where nobody asked for any
     * @param recordings made for the first JVM that did not end well
     */
    InsideLooks(
            EvidenceSource outside, Optional<ThreadDumps> dumps, Supplier<LeftRecordings> recordings, Trouble trouble) {
        this.outside = outside;
        this.dumps = dumps;
        this.made = recordings;
        this.trouble = trouble;
    }

    @Override
    public Evidence collect(Death death) {
        Evidence seen = outside.collect(death);
        try {
            return seen.withInside(look(death, seen));
        } catch (Throwable fault) {
            trouble.report("inside", fault); // What was seen from outside is not lost by it.
            return seen;
        }
    }

    private Optional<InsideLook> look(Death death, Evidence seen) {
        Optional<ThreadDump> dump =
                dumps.isPresent() ? dumps.get().take(death.child().key()) : Optional.empty();
        Optional<ProcessKey> jvm = death.ending().isClean() ? Optional.empty() : jvm(death, seen);
        Optional<RecordedEnd> recorded = jvm.isPresent() ? recordings().of(death, jvm.get()) : Optional.empty();
        return dump.isPresent() || recorded.isPresent() ? InsideLook.of(dump, recorded) : Optional.empty();
    }

    private LeftRecordings recordings() {
        LeftRecordings there = recordings.isPresent() ? recordings.get() : made.get();
        recordings = Optional.of(there);
        return there;
    }

    private static Optional<ProcessKey> jvm(Death death, Evidence seen) {
        if (Programs.isJava(death.child().command().program())) {
            return Optional.of(death.child().key());
        }
        Optional<JvmFigures> figures = seen.jvm().flatMap(JvmSample::figures);
        return figures.map(JvmFigures::key);
    }
}

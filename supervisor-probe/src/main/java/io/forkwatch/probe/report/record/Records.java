package io.forkwatch.probe.report.record;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.report.words.FaultRecord;
import io.forkwatch.probe.report.words.Words;
import java.util.List;
import java.util.Optional;

/** Everything Forkwatch can say, as records without the last line feed. Two kinds: for people and for programs. */
public interface Records {
    /** At most so many children are named in a record; their number is always told. */
    int NAMED_CHILDREN = 10;

    /** The records of a style. */
    static Records in(Style style, Clocks clocks) {
        Words words = new Words(style.messages());
        return style.format() == LogFormat.JSON ? new JsonRecords(words, clocks) : new TextRecords(words, clocks);
    }

    /** Forkwatch is on; whether the kernel is asked to take children first. */
    String started(String version, long pid, Optional<String> url, List<String> touches);

    /** Something the user should know. */
    String notice(String line);

    /** A child ended: a whole summary for an abnormal end, one line for a clean one. */
    String died(Death death, Diagnosis diagnosis);

    /** The part of a child in {@link #endedTogether}; empty where each end has a record of its own. */
    Optional<String> endedWithUs(Death death, Diagnosis diagnosis);

    /** Children that ended while this JVM ended, at least one. */
    String endedTogether(List<String> parts);

    /** A child could not be started. */
    String startFailed(StartFailure failure, Kind kind);

    /** Children that outlive this JVM, at least one; empty if it is for people, and all of them are build daemons. */
    Optional<String> leftAlive(List<LivingChild> children);

    /** Something about a process that nobody is responsible for any more. */
    String orphan(OrphanNews news);

    /** Something about living children, before the kernel acts. */
    String advice(Advisory news);

    /** Records that the rate limit took. */
    String dropped(long count);

    /** A fault of Forkwatch itself. */
    String trouble(FaultRecord fault);
}

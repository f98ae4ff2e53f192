package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.orphan.Orphan;
import java.util.List;
import java.util.Optional;

/** What the sampler published last: who is there, and, for those who ask, what was seen of them. Safe for any thread. */
public interface LiveView {
    /** Monotonic time of the tick. */
    long nanos();

    /** The living children and their processes; the same list as long as nobody comes or goes. */
    List<ChildTree> trees();

    /** The processes that nobody is responsible for any more. */
    List<Orphan> orphans();

    /** The last minutes of a child, copied for the one who asks; empty if nobody with that key lives here. */
    Optional<ChildHistory> history(ProcessKey key);

    /** Everything, with the figures of this moment: made for the one who asks. */
    Snapshot snapshot();
}

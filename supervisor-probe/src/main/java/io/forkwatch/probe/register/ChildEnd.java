package io.forkwatch.probe.register;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Surroundings;
import io.forkwatch.probe.process.orphan.Attribution;
import java.util.List;

/**
 * The end of a child.
 *
 * @param death how it ended
 * @param leftBehind the descendants that live on: nobody is responsible for them any more
 */
public record ChildEnd(Death death, List<Left> leftBehind) {
    /**
     * One that lives on.
     *
     * @param key who it is
     * @param by what says that it came from the child
     */
    public record Left(ProcessKey key, Attribution by) {}

    /** The end of a child. */
    public ChildEnd {
        leftBehind = List.copyOf(leftBehind);
    }

    /** The same with the names of the files of performance data that were there. */
    ChildEnd withPerfData(String[] names) {
        Surroundings around = death.around().withPerfData(List.of(names));
        return new ChildEnd(death.within(around), leftBehind);
    }
}

package io.forkwatch.probe.register;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import java.util.List;

/**
 * The end of a child.
 *
 * @param death how it ended
 * @param leftBehind the descendants that live on: nobody is responsible for them any more
 */
public record ChildEnd(Death death, List<ProcessKey> leftBehind) {
    /** The end of a child. */
    public ChildEnd {
        leftBehind = List.copyOf(leftBehind);
    }
}

package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.Child;
import java.util.List;

/**
 * A living child and its processes, without their figures.
 *
 * @param child who
 * @param members its living processes, itself first; none if it could not be read; the same list as long as the
 *     tree stays the same
 */
public record ChildTree(Child child, List<TreeMember> members) {
    public ChildTree {
        members = List.copyOf(members);
    }
}

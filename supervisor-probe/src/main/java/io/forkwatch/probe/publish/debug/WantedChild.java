package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.TreeMember;
import java.util.Optional;

/**
 * Which child somebody asks for.
 *
 * @param kind its kind
 * @param slot the label of its slot
 * @param pid of one of its processes; 0 for its JVM with the greatest heap, else itself
 */
record WantedChild(String kind, String slot, long pid) {
    /** The process that is meant; empty where no such child lives. */
    Optional<ProcessKey> find(LiveView view, JvmView jvms) {
        Optional<ProcessKey> found = Optional.empty();
        long mostBytes = -1;
        for (LivingChild living : view.snapshot().children()) {
            Optional<ProcessKey> meant = fits(living) ? meant(living, jvms) : Optional.empty();
            long bytes = living.sample().map(ProcessSample::treeRssBytes).orElse(0L);
            if (meant.isPresent() && bytes > mostBytes) {
                found = meant;
                mostBytes = bytes;
            }
        }
        return found;
    }

    private boolean fits(LivingChild living) {
        return living.child().name().kind().name().equals(kind)
                && living.child().name().slot().label().equals(slot);
    }

    private Optional<ProcessKey> meant(LivingChild living, JvmView jvms) {
        ProcessKey own = living.child().key();
        if (pid == 0) {
            JvmFigures jvm = jvms.byChild().get(own);
            return Optional.of(jvm == null ? own : jvm.key());
        }
        if (pid == own.pid()) {
            return Optional.of(own);
        }
        for (TreeMember member : living.tree()) {
            if (member.key().pid() == pid) {
                return Optional.of(member.key());
            }
        }
        return Optional.empty();
    }
}

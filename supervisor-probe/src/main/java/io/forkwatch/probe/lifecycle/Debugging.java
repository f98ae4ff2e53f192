package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.debug.DebugPages;
import io.forkwatch.probe.publish.web.LongPages;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code debug=true} adds to the port; made with the first request for it. */
final class Debugging {
    private Debugging() {}

    static Optional<Supplier<LongPages>> of(
            boolean wanted,
            Supplier<? extends LiveView> views,
            MetricSources figures,
            ProcFs procFs,
            Instrumentation instrumentation,
            Clocks clocks) {
        return wanted
                ? Optional.of(() -> DebugPages.ofThisJvm(
                        views, figures.jvms(), procFs, instrumentation, clocks, FixedFacts.ownPid(procFs)))
                : Optional.empty();
    }
}

package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.intercept.Lend;
import io.forkwatch.probe.jdk.OwnJar;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.takeover.Takeover;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** What {@code lend=java} adds to the commands of children. Made where somebody has asked for that. */
final class Lending {
    private Lending() {}

    /**
     * The hook that does it.
     *
     * @param takeover says where the marker is, in which recordings are
     * @param reports gets a line if it cannot be done
     */
    static Optional<Lend> of(ProbeOptions options, Takeover takeover, ReporterQueue reports) {
        String jar = OwnJar.file();
        if (!Lend.canLend(jar)) {
            reports.notice("lend=java: this agent is not lent, its jar cannot be named in the option of another JVM: "
                    + (jar.isEmpty() ? "it is no file" : jar));
            return Optional.empty();
        }
        return Optional.of(new Lend(new File(jar), "role=child", List.of()));
    }
}

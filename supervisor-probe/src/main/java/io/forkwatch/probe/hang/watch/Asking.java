package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import java.util.List;
import java.util.Optional;

/** Asks why a child does not go on. One serves all that are asked about at one moment. */
interface Asking {
    /**
     * What holds it up.
     *
     * @param below its living descendants
     * @return empty if nothing does that can be seen
     */
    Optional<Blockage> why(ProcessKey child, List<ProcessKey> below);
}

package io.forkwatch.probe.lifecycle;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.procfs.ProcFs;

/**
 * What Forkwatch runs on: handed in, so that a test can have a machine of its own.
 *
 * @param marks where markers are set
 * @param stderr of this JVM
 */
record Machine(ProcFs procFs, Clocks clocks, Marker marks, Stderr stderr) {
    /** This one. */
    static Machine system() {
        return new Machine(ProcFs.system(), Clocks.system(), Marker.ofThisMachine(), Stderr.ofThisJvm());
    }
}

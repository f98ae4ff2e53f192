package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.death.Death;

/** Where the evidence of a death comes from. */
public interface EvidenceSource {
    /** All that can be known about a death. */
    Evidence collect(Death death);
}

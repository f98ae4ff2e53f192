package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.ProcessKey;

/**
 * A process that the listing before did not have.
 *
 * @param key who it is
 * @param ppid its parent when it was listed
 * @param first false if it was listed once before, and it was not clear then whose it is
 */
record NewProcess(ProcessKey key, long ppid, boolean first) {}

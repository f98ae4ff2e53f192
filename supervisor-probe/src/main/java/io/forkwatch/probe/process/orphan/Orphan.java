package io.forkwatch.probe.process.orphan;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import java.time.Instant;
import java.util.Optional;

/**
 * An orphan when it was last sampled. Its figures are those of the kernel and of two clocks, as they are.
 *
 * @param key its identity
 * @param comm its command name, proc_pid_comm(5)
 * @param kind the kind of the child it belonged to, or what it would be called as a child
 * @param origin why it counts as an orphan
 * @param command its command line at the time it became one
 * @param ppid its parent now: init or another reaper
 * @param ageNanos since its start
 * @param aloneNanos since it became an orphan, as far as that is known; else its age
 * @param rssBytes resident memory
 * @param cpu CPU time with that of the descendants it has waited for
 * @param saidAt when it was last reported; absent if it never was
 */
public record Orphan(
        ProcessKey key,
        String comm,
        Kind kind,
        Origin origin,
        CommandLine command,
        long ppid,
        long ageNanos,
        long aloneNanos,
        long rssBytes,
        CpuTime cpu,
        Optional<Instant> saidAt) {}

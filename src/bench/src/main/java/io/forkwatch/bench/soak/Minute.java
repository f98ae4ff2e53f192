package io.forkwatch.bench.soak;

/**
 * The figures at the end of a minute.
 *
 * @param number 1 and up
 * @param watched the supervisor with the agent
 * @param control the one without
 * @param page of the agent
 * @param files in the directory for temporary files of the supervisor with the agent
 * @param markers in /tmp and /dev/shm of supervisors of this soak
 * @param agentCpuMillis of the agent's threads in this minute
 */
record Minute(
        int number,
        HostFigures watched,
        HostFigures control,
        PageFigures page,
        long files,
        long markers,
        long agentCpuMillis) {
    /** Ends that the agent has not counted; below 0 where it has counted too many. */
    long uncounted() {
        return watched.ended() - page.sum("forkwatch_child_exits_total");
    }

    /** Starts that it has not counted. */
    long uncountedStarts() {
        return watched.started() - page.sum("forkwatch_child_starts_total");
    }

    /** Failed starts that it has not counted. */
    long uncountedFailures() {
        return watched.failed() - page.sum("forkwatch_child_start_failures_total");
    }
}

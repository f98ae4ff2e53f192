package io.forkwatch.probe.report;

/** Which ends of children are logged: {@code summary}. */
public enum SummaryMode {
    /** A summary for each abnormal end. */
    ABNORMAL,
    /** Also one line for each clean end. */
    ALL,
    /** No summaries; failed starts and notices are still logged. */
    NONE
}

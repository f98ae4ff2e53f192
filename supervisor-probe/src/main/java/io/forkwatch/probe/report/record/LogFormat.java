package io.forkwatch.probe.report.record;

/** How log records are written: {@code log.format}. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object a line. */
    JSON
}

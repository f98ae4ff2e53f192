package io.forkwatch.probe.report.words;

/** The language of the text reports: {@code locale}. JSON is the same in all. */
public enum Language {
    /** English. */
    EN,
    /** French. */
    FR
}

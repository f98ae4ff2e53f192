package io.forkwatch.probe.report;

import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.words.Language;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is logged, where and how.
 *
 * @param file where summaries and notices are appended; empty = stderr
 * @param format how they are written
 * @param summary which ends of children are logged
 * @param locale the language of the lines for people
 * @param quiet whether the start line is left out
 */
public record LogOptions(Optional<Path> file, LogFormat format, SummaryMode summary, Language locale, boolean quiet) {}

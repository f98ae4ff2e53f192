package io.forkwatch.probe.report.record;

import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.report.words.Messages;

/**
 * How records look.
 *
 * @param format for people or for programs
 * @param messages the sentences in them
 */
public record Style(LogFormat format, Messages messages) {
    /** A format in a language; reads the sentences. JSON is in English whatever the language. */
    public static Style of(LogFormat format, Language language) {
        return new Style(format, Messages.in(format == LogFormat.JSON ? Language.EN : language));
    }

    /** The same for programs, in English. */
    public Style json() {
        return new Style(LogFormat.JSON, messages.inEnglish());
    }
}

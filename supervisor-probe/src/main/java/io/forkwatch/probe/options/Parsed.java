package io.forkwatch.probe.options;

/** What came of reading the options. */
public sealed interface Parsed {
    /**
     * Every option, from every source, is known and allowed.
     *
     * @param options the choices
     */
    record Good(ProbeOptions options) implements Parsed {}

    /**
     * At least one is not, so Forkwatch stays off.
     *
     * @param line why, for stderr: one line, without control characters, at most 600 characters
     */
    record Bad(String line) implements Parsed {}
}

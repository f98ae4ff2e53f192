package io.forkwatch.bench.scrape;

/** A page of metrics on a port of its own. */
public interface Page extends AutoCloseable {
    /** Where it is. */
    String url();

    @Override
    void close();
}

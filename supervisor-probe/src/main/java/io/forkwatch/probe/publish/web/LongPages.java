package io.forkwatch.probe.publish.web;

/** Who answers what takes long, beside {@link WebPages}. Safe for any thread. */
@FunctionalInterface
public interface LongPages {
    /** What the paths of all of them begin with. */
    String DEBUG = "/debug/";

    /** What is to be done for a request. Looks at the request alone, and begins nothing. */
    LongPlan plan(WebRequest request);
}

package io.forkwatch.probe.publish.web;

import java.util.Optional;

/** Who answers on the port, beside the metrics and the health. Safe for any thread. */
@FunctionalInterface
public interface WebPages {
    /** Where machines ask: what is wrong there is said in JSON. */
    String API = "/api/";

    /** The answer; empty if there is no such page. */
    Optional<WebAnswer> answer(WebRequest request);

    /** Who answers what takes long; empty where nobody may ask for that. */
    default Optional<LongPages> longPages() {
        return Optional.empty();
    }

    /** Nobody. */
    static WebPages none() {
        return request -> Optional.empty();
    }
}

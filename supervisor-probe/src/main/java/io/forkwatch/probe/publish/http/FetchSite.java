package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.Headers;
import java.util.List;

/**
 * Whether a page of another site asks, as browsers say in {@code Sec-Fetch-Site} (W3C, Fetch Metadata Request Headers). It could
 * not read the answer, for nothing here allows that; but it has no business to make this port work, or to embed what it
 * shows. A link that leads here is followed, and whoever is no browser does not send these headers.
 */
final class FetchSite {
    private static final List<String> OWN = List.of("same-origin", "none");

    private FetchSite() {}

    /** True if a request may be answered. */
    static boolean allows(Headers headers) {
        List<String> sites = headers.getOrDefault("Sec-Fetch-Site", List.of());
        return OWN.containsAll(sites)
                || headers.getOrDefault("Sec-Fetch-Mode", List.of()).equals(List.of("navigate"));
    }
}

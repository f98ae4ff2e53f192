package io.forkwatch.probe.publish.web;

import java.util.HashMap;
import java.util.Map;

/**
 * A whole answer, all of it text.
 *
 * @param status 200, 304, or why not
 * @param type the content type
 * @param body all of it, sent as UTF-8; empty for 304
 * @param headers those beside the content type
 */
public record WebAnswer(int status, String type, String body, Map<String, String> headers) {
    /** The type of JSON. */
    public static final String JSON = "application/json";

    private static final String TAG = "ETag";
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    public WebAnswer {
        headers = Map.copyOf(headers);
    }

    /** An answer with no further headers. */
    public static WebAnswer of(int status, String type, String body) {
        return new WebAnswer(status, type, body, Map.of());
    }

    /**
     * Why there is nothing, as JSON.
     *
     * @param line one of ours, with nothing in it that would need an escape
     */
    public static WebAnswer refusal(int status, String line) {
        return of(status, JSON, "{\"schema_version\":1,\"error\":\"" + line + "\"}");
    }

    /**
     * The same with a tag that stays as long as the body does: it may be kept by the one who asks, who is to ask again each
     * time.
     */
    public WebAnswer tagged() {
        return with(TAG, tag(body)).with("Cache-Control", "no-cache");
    }

    /** FNV-1a: no provider of the host's is asked. Weak, because the same may come compressed. */
    private static String tag(String body) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < body.length(); i++) {
            hash = (hash ^ body.charAt(i)) * FNV_PRIME;
        }
        return "W/\"" + Long.toHexString(hash) + "\"";
    }

    /** The same with one more header. */
    public WebAnswer with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new WebAnswer(status, type, body, more);
    }

    /** What those get who have it already. */
    public WebAnswer unlessKnown(WebRequest request) {
        String tag = headers.getOrDefault(TAG, "");
        return !tag.isEmpty() && request.has(tag) ? new WebAnswer(304, type, "", headers) : this;
    }
}

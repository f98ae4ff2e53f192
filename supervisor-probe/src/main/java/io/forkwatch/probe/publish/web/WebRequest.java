package io.forkwatch.probe.publish.web;

/**
 * What somebody asks for, whose host and method were checked. All of it is input of strangers.
 *
 * @param path the decoded path, with a slash at its beginning
 * @param query what stands behind the question mark, not decoded; empty without one
 * @param accept the header {@code Accept}; empty without one
 * @param ifNoneMatch the header {@code If-None-Match}; empty without one
 */
public record WebRequest(String path, String query, String accept, String ifNoneMatch) {
    /** A request for a path, with nothing else. */
    public static WebRequest of(String path) {
        return new WebRequest(path, "", "", "");
    }

    /** True if the one who asks has what has this tag; weak and strong ones count the same. */
    public boolean has(String tag) {
        for (String known : ifNoneMatch.split(",", -1)) {
            String bare = known.trim();
            if (bare.equals("*") || opaque(bare).equals(opaque(tag))) {
                return true;
            }
        }
        return false;
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}

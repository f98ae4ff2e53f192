package io.forkwatch.probe.process.advice;

/**
 * Something to be said about a directory below a root of the sweep.
 *
 * @param verdict what
 * @param removing true if it was about to be removed
 * @param path which
 * @param place what in it was in the way; empty where that is not known
 * @param bytes size of the regular files in it, as far as looked at
 * @param entries how many entries it has, itself included, as far as looked at
 * @param ageNanos how long nothing in it has changed; 0 where that is not known
 */
public record SweepNews(
        SweepVerdict verdict, boolean removing, String path, String place, long bytes, long entries, long ageNanos)
        implements Advisory {
    /** True if it is known what it is, and nothing was in the way. */
    public boolean isJudged() {
        return verdict == SweepVerdict.LEFT_OVER || verdict == SweepVerdict.REMOVED;
    }

    @Override
    public String event() {
        String otherwise = removing ? "not_removed" : "not_judged";
        return "workspace_".concat(isJudged() ? verdict.label() : otherwise);
    }
}

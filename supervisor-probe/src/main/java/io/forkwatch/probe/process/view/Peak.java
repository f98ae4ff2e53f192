package io.forkwatch.probe.process.view;

/**
 * The most memory that was seen. Made while the sampler may be writing, and thrown away then: so it checks nothing.
 *
 * @param rssBytes of the child itself: the kernel's high-water mark (VmHWM) or the largest sample; 0 = never sampled
 * @param treeRssBytes of the tree, at least {@code rssBytes}
 */
public record Peak(long rssBytes, long treeRssBytes) {
    /** Nothing seen yet. */
    public static final Peak NONE = new Peak(0, 0);
}

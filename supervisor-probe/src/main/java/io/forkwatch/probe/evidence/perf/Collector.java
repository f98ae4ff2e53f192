package io.forkwatch.probe.evidence.perf;

import java.util.Arrays;
import java.util.Optional;

/** The garbage collectors of HotSpot, as their performance data tell them apart. */
enum Collector {
    /** Each generation has a part of the heap. */
    SERIAL("Serial", "Copy:MSC", "Serial ", true),
    /** Likewise. */
    PARALLEL("Parallel", "ParScav:MSC", "Parallel ", true),
    /** Likewise; up to JDK 13. */
    CMS("CMS", "ParNew:CMS", "ParNew", true),
    /** Each generation may grow to the whole heap. */
    G1("G1", "GarbageFirst", "G1 ", false),
    /** Likewise. Its figures change only at a collection. */
    ZGC("ZGC", "", "Z", false),
    /** One generation. */
    SHENANDOAH("Shenandoah", "", "Shenandoah", false),
    /** One generation, and no collector. */
    EPSILON("Epsilon", "", "", false);

    private static final int MOST_COLLECTORS = 3;

    private final String label;
    private final String policy;
    private final String prefix;
    private final boolean split;

    Collector(String label, String policy, String prefix, boolean split) {
        this.label = label;
        this.policy = policy;
        this.prefix = prefix;
        this.split = split;
    }

    /** The collector of these data; empty if it is none of those known here. */
    static Optional<Collector> of(PerfData data) {
        Optional<String> policy = data.text("sun.gc.policy.name");
        if (policy.isPresent()) {
            return Arrays.stream(values())
                    .filter(each -> each.policy.equals(policy.get()))
                    .findFirst();
        }
        for (int n = 0; n < MOST_COLLECTORS; n++) {
            Optional<String> name = data.text("sun.gc.collector." + n + ".name");
            if (name.isPresent()) {
                return Arrays.stream(values())
                        .filter(each -> name.get().startsWith(each.prefix))
                        .findFirst()
                        .filter(each -> each != EPSILON);
            }
        }
        return data.text("sun.gc.generation.1.name").filter("Heap"::equals).map(one -> EPSILON);
    }

    /** Its usual name, for example {@code G1}. */
    String label() {
        return label;
    }

    /** True if the generations' limits add up to that of the heap; else the largest of them is it. */
    boolean split() {
        return split;
    }
}

package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.HeapNews;
import io.forkwatch.probe.process.advice.HeapNews.Heaps;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.thread.Confined;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Whether the heaps of the children's JVMs fit into the limit that they share, if all grow to what they may. What a JVM may
 * take is what it says itself: flags from everywhere, the machine and its version have gone into that.
 */
@Confined(Confined.To.REPORTER)
final class HeapPlan {
    private long saidBytes;

    /**
     * What is to be said; once, and again only where it has become more.
     *
     * @param cgroup that has the limit
     */
    Optional<HeapNews> check(List<LivingChild> children, JvmView jvms, String cgroup, long limitBytes) {
        HeapNews news = new HeapNews(cgroup, limitBytes, heaps(children, jvms, limitBytes));
        long sum = news.sumBytes();
        if (sum <= limitBytes) {
            saidBytes = 0;
            return Optional.empty();
        }
        if (sum <= saidBytes) {
            return Optional.empty();
        }
        saidBytes = sum;
        return Optional.of(news);
    }

    private static List<Heaps> heaps(List<LivingChild> children, JvmView jvms, long limitBytes) {
        Map<Kind, Map<Long, Integer>> counts = new TreeMap<>(Comparator.comparing(Kind::name));
        for (LivingChild living : children) {
            Optional<JvmFigures> jvm =
                    Optional.ofNullable(jvms.byChild().get(living.child().key()));
            OptionalLong max = jvm.map(JvmFigures::heapMaxBytes).orElse(OptionalLong.empty());
            // One in a cgroup with a lower limit of its own dies by that.
            if (max.isPresent() && living.slow().limitBytes().orElse(limitBytes) == limitBytes) {
                counts.computeIfAbsent(living.child().name().kind(), kind -> new TreeMap<>())
                        .merge(max.getAsLong(), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .flatMap(kind -> kind.getValue().entrySet().stream()
                        .map(each -> new Heaps(kind.getKey(), each.getValue(), each.getKey())))
                .sorted(Comparator.comparingLong(Heaps::sumBytes).reversed())
                .toList();
    }
}

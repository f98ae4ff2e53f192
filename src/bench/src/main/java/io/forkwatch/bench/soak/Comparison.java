package io.forkwatch.bench.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What children really did, against what was told of them. */
final class Comparison {
    /** A pid is not given again so soon. */
    private static final Duration NEAR = Duration.ofSeconds(20);

    private final Map<Long, List<Told>> unclaimed = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int right;
    private int notExact;
    private int doubtful;

    private Comparison() {}

    /** Compares all that ended with all that was told. */
    static Comparison of(List<Ledger.Entry> ended, List<Told> told) {
        Comparison comparison = new Comparison();
        told.forEach(one -> comparison
                .unclaimed
                .computeIfAbsent(one.pid(), pid -> new ArrayList<>())
                .add(one));
        ended.forEach(comparison::compare);
        return comparison;
    }

    private void compare(Ledger.Entry entry) {
        if (!entry.isAsMeant()) {
            wrong.add("the child did something else: " + entry.toLine());
        }
        Optional<Told> its = claim(entry);
        if (its.isPresent()) {
            judge(entry, its.get());
        } else if (entry.exitValue() != 0) {
            lost.add(entry.toLine());
        }
    }

    private Optional<Told> claim(Ledger.Entry entry) {
        List<Told> all = unclaimed.getOrDefault(entry.pid(), List.of());
        for (Told one : all) {
            if (Duration.between(one.end(), entry.end()).abs().compareTo(NEAR) < 0) {
                all.remove(one);
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private void judge(Ledger.Entry entry, Told its) {
        boolean exact = its.certainty().equals("exact");
        boolean known = exact || its.certainty().equals("flags");
        boolean how = known ? isOneOf(its.how(), entry.how()) : its.certainty().equals("code_only");
        boolean why = isOneOf(its.reason(), entry.why())
                || (!known && its.reason().equals("unknown"))
                || its.isNoMoreThanPossible();
        if (how && why && its.exitValue() == entry.exitValue()) {
            right++;
            notExact += exact ? 0 : 1;
            doubtful += its.isNoMoreThanPossible() ? 1 : 0;
        } else {
            wrong.add(entry.toLine() + "\ttold as " + its.line());
        }
    }

    private static boolean isOneOf(String one, String alternatives) {
        return List.of(alternatives.split("\\|", -1)).contains(one);
    }

    /** How many were told rightly. */
    int right() {
        return right;
    }

    /** How many of those by their exit value only. */
    int notExact() {
        return notExact;
    }

    /** How many of those with a reason that is no more than possible. */
    int doubtful() {
        return doubtful;
    }

    /** Abnormal ends that were not told. */
    List<String> lost() {
        return lost;
    }

    /** Ends that were told wrongly. */
    List<String> wrong() {
        return wrong;
    }

    /** Ends that were told and did not happen. */
    List<String> invented() {
        return unclaimed.values().stream().flatMap(List::stream).map(Told::line).toList();
    }
}

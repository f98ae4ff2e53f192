package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.Limits;
import io.forkwatch.probe.thread.Confined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A child, and which of its limits it is beyond. */
@Confined(Confined.To.REPORTER)
final class ChildLimits {
    private final Child child;
    private final Map<Limit, Trip> trips = new EnumMap<>(Limit.class);
    private final Map<Limit, Long> figures = new EnumMap<>(Limit.class);
    private long sinceNanos;
    private boolean advised;

    /** One that is beyond none. */
    ChildLimits(Child child, Limits limits, Duration sustained) {
        this.child = child;
        // In the order of their strength.
        limits.most()
                .forEach((limit, most) ->
                        trips.put(limit, new Trip(most, limit == Limit.AGE ? 0 : sustained.toNanos())));
    }

    /** From now on these limits hold, of which those that are the same go on. No advice is left of the others, and none is told. */
    void change(Limits limits, Duration sustained) {
        Map<Limit, Trip> before = new EnumMap<>(Limit.class);
        before.putAll(trips);
        trips.clear();
        limits.most().forEach((limit, most) -> {
            Trip same = before.get(limit);
            boolean goesOn = same != null && same.most() == most;
            trips.put(limit, goesOn ? same : new Trip(most, limit == Limit.AGE ? 0 : sustained.toNanos()));
        });
        advised &= trips.values().stream().anyMatch(Trip::isTripped);
    }

    /** Takes readings; the limits that it has just begun to exceed. */
    List<Limit> take(Readings readings, long nanos) {
        List<Limit> tripped = new ArrayList<>(1);
        trips.forEach((limit, trip) -> {
            OptionalLong figure = readings.of(limit);
            figure.ifPresent(value -> figures.put(limit, value));
            if (trip.take(figure, nanos) && trip.isTripped()) {
                tripped.add(limit);
            }
        });
        if (!tripped.isEmpty() && !advised) {
            advised = true;
            sinceNanos = nanos;
        }
        return tripped;
    }

    /** Who. */
    Child child() {
        return child;
    }

    /** True once, when it is back below all of its limits. */
    boolean takeCleared() {
        boolean cleared = advised && trips.values().stream().noneMatch(Trip::isTripped);
        advised &= !cleared;
        return cleared;
    }

    /** The advice by the strongest of the limits that it is beyond; absent if there is none. */
    Optional<Advice> advice() {
        return trips.entrySet().stream()
                .filter(entry -> entry.getValue().isTripped())
                .findFirst()
                .map(entry -> advice(entry.getKey()));
    }

    /** An advice by that limit, whether it is beyond it or not. */
    Advice advice(Limit limit) {
        return new Advice(
                child,
                limit,
                figures.getOrDefault(limit, 0L),
                Objects.requireNonNull(trips.get(limit)).most(),
                sinceNanos);
    }
}

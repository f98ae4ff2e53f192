package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.naming.KindNamer;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotAllocatorTest {
    private static final Kind WORKER = new Kind("worker");

    private final Tally dropped = new Tally();
    private final SlotAllocator registry = new SlotAllocator(List.of(), dropped);

    @Test
    void givesTheSmallestFreeSlotOfEachKind() {
        Name first = registry.take(WORKER);
        Name second = registry.take(WORKER);
        assertThat(List.of(first, second)).extracting(Name::toString).containsExactly("worker[0]", "worker[1]");
        assertThat(registry.take(new Kind("sleep"))).hasToString("sleep[0]");
        registry.free(first);
        assertThat(registry.take(WORKER)).hasToString("worker[0]");
        assertThat(registry.take(WORKER)).hasToString("worker[2]");
    }

    @Test
    void theThirtyThirdChildOfAKindOverflows() {
        List<Name> names =
                IntStream.range(0, 34).mapToObj(i -> registry.take(WORKER)).toList();
        assertThat(names.get(31)).hasToString("worker[31]");
        assertThat(names.get(32)).hasToString("worker[overflow]");
        assertThat(dropped.read()).containsOnlyKeys("slots").containsEntry("slots", 2L);
        registry.free(names.get(33));
        assertThat(registry.take(WORKER).slot()).isEqualTo(Slot.OVERFLOW);
        registry.free(names.get(31));
        assertThat(registry.take(WORKER)).hasToString("worker[31]");
    }

    @Test
    void theTwentyFirstKindBecomesOther() {
        IntStream.range(0, 20).forEach(i -> registry.take(new Kind("kind-" + i)));
        assertThat(registry.take(new Kind("late"))).hasToString("other[0]");
        assertThat(registry.take(new Kind("later"))).hasToString("other[1]");
        assertThat(registry.take(new Kind("kind-19"))).hasToString("kind-19[1]");
        assertThat(dropped.read()).containsOnlyKeys("kinds").containsEntry("kinds", 2L);
    }

    @Test
    void aChildThatIsCalledOtherTakesNoPlaceOfAKind() {
        registry.take(Kind.OTHER);
        IntStream.range(0, 20).forEach(i -> registry.take(new Kind("kind-" + i)));
        assertThat(registry.admit(new Kind("kind-19"))).isEqualTo(new Kind("kind-19"));
        assertThat(dropped.read()).isEmpty();
    }

    @Test
    void kindsOfUserRulesKeepTheirPlace() {
        var reserving = new SlotAllocator(List.of(WORKER), dropped);
        IntStream.range(0, 30).forEach(i -> reserving.take(new Kind("kind-" + i)));
        assertThat(reserving.take(WORKER)).hasToString("worker[0]");
        assertThat(dropped.read()).containsEntry("kinds", 11L);
    }

    @Test
    void aHundredThousandDifferentCommandsGiveFewNames() {
        var namer = new KindNamer(List.of());
        Set<Kind> kinds = new HashSet<>();
        Set<Name> names = new HashSet<>();
        var living = new ArrayDeque<Name>();
        for (int i = 0; i < 100_000; i++) {
            Name name = registry.take(namer.nameOf(distinct(i)));
            kinds.add(name.kind());
            names.add(name);
            living.add(name);
            if (living.size() > 500) {
                registry.free(living.remove());
            }
        }
        assertThat(kinds).hasSize(SlotAllocator.MOST_KINDS + 1).contains(Kind.OTHER);
        assertThat(names).hasSizeLessThanOrEqualTo(21 * 33);
        living.forEach(registry::free);
        assertThat(registry.take(Kind.OTHER)).hasToString("other[0]");
    }

    /** Programs whose names differ in letters, so that no tidying makes them equal. */
    private static CommandLine distinct(int i) {
        String letters = Integer.toString(i, 26)
                .chars()
                .map(c -> 'a' + Character.digit(c, 26))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new CommandLine(i % 2 == 0 ? List.of("/opt/run-" + letters) : List.of("java", "-jar", letters + ".jar"));
    }
}

package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafeTroubleTest {
    private final List<String> told = new ArrayList<>();
    private boolean full;

    private final SafeTrouble trouble = SafeTrouble.around((what, fault) -> {
        if (full) {
            throw new OutOfMemoryError("told");
        }
        told.add(what + ' ' + fault.getMessage());
    });

    @Test
    void whatCanBeToldIsTold() {
        trouble.report("tick", new IllegalStateException("one"));
        trouble.tellUntold();

        assertThat(told).containsExactly("tick one");
    }

    @Test
    void whatCannotBeToldIsCountedAndToldOnceThatWorks() {
        full = true;
        trouble.report("tick", new IllegalStateException("one"));
        trouble.report("tick", new IllegalStateException("two"));
        trouble.tellUntold();
        assertThat(told).isEmpty();

        full = false;
        trouble.tellUntold();
        trouble.tellUntold();

        assertThat(told)
                .containsExactly("untold 2 faults could not be told when they came, perhaps for want of memory");
    }

    @Test
    void oneIsNotPutAroundAnother() {
        assertThat(SafeTrouble.around(trouble)).isSameAs(trouble);
    }
}

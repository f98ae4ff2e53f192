package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What it hears from a real JDK is tested end to end, where an agent has opened java.lang. */
class JdkCompletionsTest {
    private final AtomicReference<Throwable> lastFault = new AtomicReference<>();
    private final JdkCompletions children = new JdkCompletions(new Recorder(), lastFault);

    @Test
    void aJvmThatDoesNotOpenItselfKnowsOfNoneAndThatIsToldOnce() {
        assertThat(children.follow(ProcessHandle.current().pid())).isEmpty();
        assertThat(lastFault.getAndSet(null)).isInstanceOf(InaccessibleObjectException.class);

        assertThat(children.follow(1)).isEmpty();
        assertThat(lastFault).hasNullValue();
    }
}

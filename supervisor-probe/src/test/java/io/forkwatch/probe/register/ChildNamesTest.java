package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildNamesTest {
    private static final CommandLine COMMAND = new CommandLine(List.of("/bin/worker", "--fast"));

    private final Tally dropped = new Tally();

    @Test
    void aChildIsCalledAsItsCommandSays() {
        ChildNames names = new ChildNames(List.of(), dropped);

        assertThat(names.take(COMMAND)).isEqualTo(new Name(new Kind("worker"), new Slot(0)));
        assertThat(names.kindOf(COMMAND)).isEqualTo(new Kind("worker"));
    }

    /** As where a class was initialised while the heap was full. */
    @Test
    void whereNobodyCanSayItIsAChildAllTheSame() {
        ChildNames names = new ChildNames(
                command -> {
                    throw new NoClassDefFoundError("Could not initialize class of a test");
                },
                new SlotAllocator(List.of(), dropped));

        assertThat(names.take(COMMAND).kind()).isEqualTo(Kind.OTHER);
        assertThat(names.kindOf(COMMAND)).isEqualTo(Kind.OTHER);
        assertThat(ChildNames.titleOf(Kind.OTHER, COMMAND)).isEmpty();
    }
}

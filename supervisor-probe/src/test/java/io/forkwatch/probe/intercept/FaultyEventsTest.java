package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultyEventsTest {
    private final Recorder recorder = new Recorder();

    @ParameterizedTest
    @CsvSource({
        "started, THROW, java.lang.IllegalStateException",
        "started, OVERFLOW, java.lang.StackOverflowError",
        "started, MEMORY, java.lang.OutOfMemoryError",
        "awaited, THROW, java.lang.IllegalStateException",
        "awaited, OVERFLOW, java.lang.StackOverflowError",
        "awaited, MEMORY, java.lang.OutOfMemoryError",
        "startFailed, THROW, java.lang.IllegalStateException",
        "startFailed, OVERFLOW, java.lang.StackOverflowError",
        "startFailed, MEMORY, java.lang.OutOfMemoryError",
        "killAsked, THROW, java.lang.IllegalStateException",
        "killAsked, OVERFLOW, java.lang.StackOverflowError",
        "killAsked, MEMORY, java.lang.OutOfMemoryError",
        "killProgram, THROW, java.lang.IllegalStateException",
        "killProgram, OVERFLOW, java.lang.StackOverflowError",
        "killProgram, MEMORY, java.lang.OutOfMemoryError",
        "zombie, THROW, java.lang.IllegalStateException",
        "zombie, OVERFLOW, java.lang.StackOverflowError",
        "zombie, MEMORY, java.lang.OutOfMemoryError",
    })
    void strikeAfterTheEventWasDelivered(String call, InjectedFault fault, Class<? extends Throwable> expected) {
        ChildEvents faulty = new FaultyEvents(recorder, fault);

        assertThatThrownBy(() -> call(call, faulty)).isInstanceOf(expected);
        assertThat(recorder.events().size() + recorder.waits()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"started", "awaited", "startFailed", "killAsked", "killProgram", "zombie"})
    void withoutAFaultOnlyDeliver(String call) {
        call(call, new FaultyEvents(recorder, InjectedFault.NONE));

        assertThat(recorder.events().size() + recorder.waits()).isOne();
    }

    private static void call(String call, ChildEvents events) {
        switch (call) {
            case "started" -> events.started(new Spawn(1, CommandLine.UNKNOWN, "", 0, ExitValue.UNKNOWN));
            case "awaited" -> events.awaited();
            case "startFailed" -> events.startFailed(new StartFailure(CommandLine.UNKNOWN, "", "", 0));
            case "killAsked" -> events.killAsked(new Kill(1, true, "main", List.of(), 0));
            case "killProgram" ->
                events.killProgram(new KillProgram(CommandLine.UNKNOWN, "", new Caller("main", List.of()), 0));
            case "zombie" -> events.zombie(1, 0);
            default -> throw new AssertionError(call);
        }
    }
}

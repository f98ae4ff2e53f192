package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HooksTest {
    private final Recorder recorder = new Recorder();
    private final AtomicLong now = new AtomicLong(1_000);
    private final Hooks hooks = new Hooks(
            recorder,
            now::get,
            Interceptions.edits(Set.of(), new AtomicReference<>()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @Test
    void aBirthCarriesWhatWasAskedForOnItsThread() {
        ask("/work", "sleep", "60");
        now.set(2_000);
        hooks.born().accept(StubProcess.ended(4242, 3));

        Spawn spawn = recorder.only(Spawn.class);
        assertThat(spawn.pid()).isEqualTo(4242);
        assertThat(spawn.command().arguments()).containsExactly("sleep", "60");
        assertThat(spawn.directory()).isEqualTo("/work");
        assertThat(spawn.nanos()).isEqualTo(2_000);
        assertThat(spawn.startNanos())
                .as("before it had become another program")
                .isEqualTo(1_000);
        assertThat(spawn.exitValue().read()).hasValue(3);
    }

    @Test
    void noDirectoryIsAnEmptyText() {
        ask(null, "true");
        hooks.born().accept(StubProcess.running(4242));

        assertThat(recorder.only(Spawn.class).directory()).isEmpty();
    }

    @Test
    void aBirthThatNobodyAskedForHasNoCommand() {
        hooks.born().accept(StubProcess.running(4242));

        Spawn spawn = recorder.only(Spawn.class);
        assertThat(spawn.command()).isEqualTo(CommandLine.UNKNOWN);
        assertThat(spawn.directory()).isEmpty();
    }

    @Test
    void aCommandIsUsedOnce() {
        ask("/work", "first");
        hooks.born().accept(StubProcess.running(1));
        hooks.born().accept(StubProcess.running(2));

        assertThat(recorder.events()).extracting(HooksTest::command).containsExactly(List.of("first"), List.of());
    }

    @Test
    void theLastCommandCountsIfTheOneBeforeWasNeverBorn() {
        ask("/a", "lost");
        ask("/b", "found");
        hooks.born().accept(StubProcess.running(4242));

        assertThat(recorder.events()).extracting(HooksTest::command).containsExactly(List.of("found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill -9 42",
                "/usr/bin/pkill x",
                "bash -c kill",
                "sh kill-all.sh",
                "stop.sh 42",
                "bash cleanup 42",
                "./cleanup.sh 42",
                "nohup sh x.sh"
            })
    void aProgramThatMayEndOthersIsToldBeforeItsStart(String command) {
        ask("/work", command.split(" ", -1));

        KillProgram program = recorder.only(KillProgram.class);
        assertThat(program.command().joined()).isEqualTo(command);
        assertThat(program.caller().thread()).isEqualTo(Thread.currentThread().getName());
        assertThat(program.caller().frames())
                .isNotEmpty()
                .noneMatch(frame -> frame.startsWith("io.forkwatch.probe.intercept."));
        assertThat(program.pid()).isZero();
        assertThat(program.exitValue()).isEmpty();

        hooks.born().accept(StubProcess.ended(4242, 1));
        assertThat(program.pid()).isEqualTo(4242);
        assertThat(program.exitValue()).hasValue(1);
        assertThat(program.hasFailed()).isFalse();
    }

    @Test
    void oneThatCouldNotBeStartedHasFailed() {
        ask("/work", "kill", "42");
        hooks.failed().accept(new IOException("error=2"));

        assertThat(((KillProgram) recorder.events().get(0)).hasFailed()).isTrue();
    }

    @Test
    void anotherProgramIsNot() {
        ask("/work", "sleep", "60");
        ask("/work", "/usr/bin/java", "-XX:OnOutOfMemoryError=kill -9 %p", "Main");
        ask("/work", "sh", "x".repeat(5000) + "kill");
        ask("/work", "sh", "-c", "sleep 60; exit 3");
        ask("/work", "bash");
        ask("/work");

        assertThat(recorder.events()).isEmpty();
    }

    @Test
    void theNextStartIsNotTakenForItsOwn() {
        ask("/work", "kill", "42");
        hooks.born().accept(StubProcess.running(1));
        hooks.born().accept(StubProcess.running(2));

        assertThat(((KillProgram) recorder.events().get(0)).pid()).isEqualTo(1);
    }

    @Test
    void aFailedStartSaysWhatTheJdkSaid() {
        ask("/work", "no-such-program", "-x");
        hooks.failed().accept(new IOException("error=2, No such file or directory"));

        assertThat(recorder.only(StartFailure.class))
                .isEqualTo(new StartFailure(
                        new CommandLine(List.of("no-such-program", "-x")),
                        "/work",
                        "error=2, No such file or directory",
                        1_000));
    }

    @Test
    void ofManyLinesTheFirstOneIsTheReason() {
        ask("/work", "no-such-program");
        hooks.failed()
                .accept(new IOException("Exec failed, error: 2 (No such file or directory) \nPossible reasons:\n"));

        assertThat(recorder.only(StartFailure.class).reason())
                .isEqualTo("Exec failed, error: 2 (No such file or directory)");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "")
    void aFailureWithoutWordsIsNamedByItsClass(String message) {
        ask("/work", "x");
        hooks.failed().accept(new OutOfMemoryError(message));

        assertThat(recorder.only(StartFailure.class).reason()).isEqualTo("java.lang.OutOfMemoryError");
    }

    @Test
    void aFailedStartLeavesNothingForTheNextBirth() {
        ask("/work", "no-such-program");
        hooks.failed().accept(new IOException("error=2"));
        hooks.born().accept(StubProcess.running(4242));

        assertThat(recorder.events())
                .extracting(HooksTest::command)
                .containsExactly(List.of("no-such-program"), List.of());
    }

    @Test
    void threadsDoNotMixUpTheirCommands() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(2);
        Thread other = spawning(2, "second", asked);
        Thread one = spawning(1, "first", asked);
        one.start();
        other.start();
        one.join(TimeUnit.SECONDS.toMillis(60));
        other.join(TimeUnit.SECONDS.toMillis(60));

        assertThat(recorder.events())
                .extracting(event -> ((Spawn) event).pid(), HooksTest::command)
                .containsExactlyInAnyOrder(tuple(1L, List.of("first")), tuple(2L, List.of("second")));
    }

    @Test
    void theSamplerIsWokenOnTheHostsThreadWhereNoReaperTells() {
        hooks.born().accept(StubProcess.running(4242));

        assertThat(recorder.waits()).isOne();
    }

    @Test
    void theReaperTellsThatItWaits() {
        hooks.awaited().run();

        assertThat(recorder.waits()).isOne();
        assertThat(recorder.events()).isEmpty();
    }

    @Test
    void theEndOfAChildIsDelivered() {
        assertThat(hooks.ended().applyAsLong(4242, 137)).isZero();

        Zombie zombie = recorder.only(Zombie.class);
        assertThat(zombie.pid()).isEqualTo(4242);
        assertThat(zombie.exitValue()).isEqualTo(137);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-2"})
    void theEndOfAProcessThatIsNoChildIsNot(long exitValue) {
        // What waitForProcessExit0 answers for a foreign process, of which the JVM can see only that it is gone.
        assertThat(hooks.ended().applyAsLong(4242, exitValue)).isZero();

        assertThat(recorder.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 9", "false, 15"})
    void aKillSaysWhoAskedForIt(boolean force, int signal) throws InterruptedException {
        Thread evictor = new Thread(() -> hooks.killing().accept(ProcessHandle.current(), force), "evictor");
        evictor.start();
        evictor.join(TimeUnit.SECONDS.toMillis(60));

        Kill kill = recorder.only(Kill.class);
        assertThat(kill.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(kill.signal()).isEqualTo(signal);
        assertThat(kill.thread()).isEqualTo("evictor");
        assertThat(kill.frames()).anyMatch(frame -> frame.startsWith("java.lang.Thread.run(Thread.java"));
        assertThat(kill.nanos()).isEqualTo(1_000);
    }

    private void ask(@Nullable String directory, String... command) {
        hooks.starting().accept(command, directory);
    }

    private Thread spawning(long pid, String program, CountDownLatch asked) {
        return new Thread(() -> {
            ask("/work", program);
            asked.countDown();
            awaitUninterruptibly(asked);
            hooks.born().accept(StubProcess.running(pid));
        });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(ChildEvent event) {
        if (event instanceof Spawn spawn) {
            return spawn.command().arguments();
        }
        return ((StartFailure) event).command().arguments();
    }
}

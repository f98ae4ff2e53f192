package io.forkwatch.probe.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.process.hang.Waiter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HangWordsTest {
    private static final ProcessKey ROOT = new ProcessKey(200, 1);
    private static final Party US = new Party(new ProcessKey(100, 1), "java", true);
    private static final OptionalLong FOR_42_S = OptionalLong.of(TimeUnit.SECONDS.toNanos(42));
    private static final Target FULL =
            new Target(2, "stderr", Medium.PIPE, "pipe:[13]", OptionalLong.of(61_440), List.of(US), false, true);

    private final HangWords english = new HangWords(Messages.in(Language.EN));
    private final HangWords french = new HangWords(Messages.in(Language.FR));

    private static BlockedLink link(long pid, String comm, Doing doing, String call, Target target) {
        return new BlockedLink(new ProcessKey(pid, 1), comm, pid, "", doing, call, "", target, 7);
    }

    private static Blockage blockage(BlockedLink... links) {
        return new Blockage(
                ROOT, BlockedOn.OUTPUT, Sureness.CERTAIN, List.of(links), links.length, false, false, Optional.empty());
    }

    @Test
    void theSentenceOfTheIssue() {
        Blockage blockage = blockage(link(200, "java", Doing.WRITES, "write", FULL))
                .with(Optional.of(new Waiter("main", "waitFor", "Launcher.run(Launcher.java:61)")));
        assertThat(english.sentence("surefire-fork[1]", blockage, FOR_42_S))
                .isEqualTo("surefire-fork[1] has been blocked for 42.0 s writing to stderr: the pipe is full"
                        + " (61,440 bytes) and its reader is this JVM, where no thread reads it;"
                        + " at Launcher.run(Launcher.java:61) a thread is in waitFor()");
        assertThat(french.sentence("surefire-fork[1]", blockage, FOR_42_S))
                .isEqualTo("surefire-fork[1] est bloqué depuis 42.0 s en train d’écrire sur stderr : le tube est plein"
                        + " (61\u202f440 octets) et son lecteur est cette JVM, où aucun thread ne le lit;"
                        + " à Launcher.run(Launcher.java:61) un thread est dans waitFor()");
    }

    @Test
    void aChainIsOneSentenceAndALineEach() {
        BlockedLink shell = link(200, "sh", Doing.WAITS_FOR_CHILD, "wait4", Target.NONE);
        BlockedLink writer = link(201, "yes", Doing.WRITES, "write", FULL);
        assertThat(english.sentence("worker[0]", blockage(shell, writer), OptionalLong.empty()))
                .isEqualTo("worker[0] is blocked waiting for a child of its own; yes (pid 201) is writing to stderr:"
                        + " the pipe is full (61,440 bytes) and its reader is this JVM, where no thread reads it");
        assertThat(english.chain(List.of(shell, writer)))
                .containsExactly(
                        "200 sh: wait4: waiting for a child of its own",
                        "201 yes: write: writing to stderr: the pipe is full (61,440 bytes) and its reader is this JVM,"
                                + " where no thread reads it");
    }

    @Test
    void aDescendantIsNamedBehindTheRoot() {
        Blockage blockage = blockage(link(201, "sleep", Doing.STOPPED, "clock_nanosleep", Target.NONE));
        assertThat(english.sentence("worker[0]", blockage, FOR_42_S))
                .isEqualTo("worker[0]: its process sleep (pid 201) has been stopped by a signal, in clock_nanosleep"
                        + " for 42.0 s");
    }

    @Test
    void aThreadWithANameIsNamed() {
        BlockedLink link =
                new BlockedLink(ROOT, "java", 231, "worker-1", Doing.WAITS_FOR_LOCK, "fcntl", "", Target.NONE, 7);
        assertThat(english.chain(List.of(link)))
                .containsExactly(
                        "200 java, thread worker-1 (231): fcntl: waiting for the lock of a file that cannot be seen");
    }

    /** A key that is missing is said as it is. */
    @ParameterizedTest
    @EnumSource(Doing.class)
    void eachHasItsWords(Doing doing) {
        BlockedLink link = link(200, "x", doing, "", Target.NONE);
        assertThat(english.phrase(link)).isNotEmpty().doesNotContain("hang.");
        assertThat(french.phrase(link)).isNotEmpty().doesNotContain("hang.").isNotEqualTo(english.phrase(link));
    }

    @ParameterizedTest
    @EnumSource(Medium.class)
    void eachMediumHasItsWords(Medium medium) {
        Target target = new Target(1, "", medium, "", OptionalLong.empty(), List.of(), true, false);
        assertThat(english.phrase(link(200, "x", Doing.WRITES, "", target))).doesNotContain("hang.");
        assertThat(french.phrase(link(200, "x", Doing.WRITES, "", target))).doesNotContain("hang.");
    }
}

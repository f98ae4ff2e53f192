package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.advice.HeldOutputNews;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.HeldOutput.Holder;
import io.forkwatch.probe.process.hang.HeldOutput.Stream;
import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of those who do not go on. */
class HangReportTest {
    private static final long SECOND = 1_000_000_000;
    private static final Child FORK = new Child(
            new ProcessKey(4242, 99),
            new Name(new Kind("surefire-fork"), new Slot(1)),
            CommandLine.UNKNOWN,
            "/",
            Instant.EPOCH,
            0);
    private static final Target STDERR = new Target(
            2,
            "stderr",
            Medium.PIPE,
            "pipe:[7]",
            OptionalLong.of(61_440),
            List.of(new Party(new ProcessKey(77, 1), "java", true)),
            false,
            true);

    private final List<String> log = new ArrayList<>();

    private Report report(LogFormat format, Language language) {
        return new Report(log::add, Style.of(format, language), SummaryMode.ABNORMAL, false, new Times().clocks());
    }

    private static BlockedNews blocked(Sureness sureness, boolean over) {
        BlockedLink link = new BlockedLink(FORK.key(), "java", 4243, "main", Doing.WRITES, "write", "", STDERR, 5);
        Blockage blockage =
                new Blockage(FORK.key(), BlockedOn.OUTPUT, sureness, List.of(link), 1, false, false, Optional.empty());
        return new BlockedNews(FORK, blockage, over, 42 * SECOND);
    }

    static HeldOutput held(Stream stream, boolean below) {
        Holder holder = new Holder(
                new ProcessKey(4711, 3), "sleep", new CommandLine(List.of("sleep", "300", "--password=x")), below);
        return new HeldOutput(FORK, 5 * SECOND, stream, List.of(holder), Sureness.CERTAIN, "pump-out");
    }

    @Test
    void whoIsBlockedIsOneLineWithItsNameAndForHowLong() {
        report(LogFormat.TEXT, Language.EN).advice(blocked(Sureness.CERTAIN, false));
        report(LogFormat.TEXT, Language.EN).advice(blocked(Sureness.LIKELY, false));
        report(LogFormat.TEXT, Language.EN).advice(blocked(Sureness.LIKELY, true));
        assertThat(log.get(0))
                .startsWith(
                        "[forkwatch] surefire-fork[1] pid 4242 has been blocked for 42.0 s writing to stderr: the pipe"
                                + " is full (61,440 bytes)");
        assertThat(log.get(1)).startsWith("[forkwatch] likely: surefire-fork[1] pid 4242 has been blocked for 42.0 s");
        assertThat(log.get(2))
                .isEqualTo("[forkwatch] surefire-fork[1] pid 4242 goes on again: it was blocked for 42.0 s");
    }

    @ParameterizedTest
    @CsvSource({"STDOUT,stdout", "STDERR,stderr", "BOTH,stdout and stderr", "OUTPUT,output"})
    void whoHoldsAnOutputIsNamedWithoutItsSecrets(Stream stream, String words) {
        report(LogFormat.TEXT, Language.EN).advice(new HeldOutputNews(held(stream, true), false, 15 * SECOND));
        report(LogFormat.TEXT, Language.EN).advice(new HeldOutputNews(held(stream, false), true, 65 * SECOND));
        assertThat(log.get(0))
                .startsWith("[forkwatch] surefire-fork[1] pid 4242 ended 10.0 s ago, but sleep 300 ")
                .endsWith("(pid 4711, a process it left behind) still holds its " + words
                        + ": thread \"pump-out\" of this JVM waits in read() for the end of it")
                .doesNotContain("=x");
        assertThat(log.get(1))
                .isEqualTo(
                        "[forkwatch] surefire-fork[1] pid 4242: thread \"pump-out\" of this JVM waits no more for the"
                                + " end of its " + words + ", 1m00s after it ended");
    }

    @Test
    void programsGetTheChainAndTheHolders() {
        report(LogFormat.JSON, Language.FR).advice(blocked(Sureness.CERTAIN, false));
        report(LogFormat.JSON, Language.FR).advice(new HeldOutputNews(held(Stream.BOTH, true), false, 15 * SECOND));
        assertThat(log.get(0))
                .contains(
                        "\"event\":\"child_blocked\"",
                        "\"blocked_seconds\":42.0,\"on\":\"output\",\"confidence\":\"certain\",\"text\":\"surefire-fork[1] is"
                                + " blocked writing to stderr",
                        "\"chain\":[{\"pid\":4242,\"comm\":\"java\",\"tid\":4243,\"thread\":\"main\",\"doing\":\"writes\"",
                        "\"unread_bytes\":61440,\"holders\":[{\"pid\":77,\"comm\":\"java\",\"supervisor\":true}]");
        assertThat(log.get(1))
                .contains(
                        "\"event\":\"output_held\"",
                        "\"stream\":\"both\",\"confidence\":\"certain\",\"thread\":\"pump-out\",\"holders\":[{\"pid\":4711",
                        "\"descendant\":true}],\"ended_seconds\":10.0");
    }

    @Test
    void soItIsInFrench() {
        report(LogFormat.TEXT, Language.FR).advice(blocked(Sureness.CERTAIN, true));
        report(LogFormat.TEXT, Language.FR).advice(new HeldOutputNews(held(Stream.STDERR, true), false, 15 * SECOND));
        assertThat(log.get(0)).contains("reprend");
        assertThat(log.get(1)).contains("sortie d’erreur", "un processus qu’il a laissé");
    }
}

package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.Fixtures;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidStatTest {
    private static final String TAIL = " S 1 1 1 0 -1 4194304 10 0 2 0 7 3 5 6 20 0 9 0 137383 4096 25 0\n";

    private final PidStat stat = new PidStat();

    @Test
    void readsEveryFieldOfAJvm() throws MalformedProcTextException {
        stat.parse(Fixtures.span("jvm/stat"));
        assertThat(stat.pid()).isEqualTo(6903);
        assertThat(stat.comm()).isEqualTo("java");
        assertThat(stat.state()).isEqualTo('S');
        assertThat(stat.ppid()).isEqualTo(6878);
        assertThat(stat.flags()).isEqualTo(4194304);
        assertThat(stat.minflt()).isEqualTo(10176);
        assertThat(stat.utimeTicks()).isEqualTo(9);
        assertThat(stat.stimeTicks()).isEqualTo(1);
        assertThat(stat.cutimeTicks()).isZero();
        assertThat(stat.cstimeTicks()).isZero();
        assertThat(stat.threads()).isEqualTo(20);
        assertThat(stat.starttimeTicks()).isEqualTo(137383);
        assertThat(stat.rssPages()).isEqualTo(14928);
        assertThat(stat.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "sh,              6904, sh,                    S, 6878, 137383, 395,  0",
        "zombie-exit-3,   7008, sh,                    Z, 6906, 137406, 0,    768",
        "zombie-signal-9, 7009, sleep,                 Z, 6906, 137406, 0,    9",
        "kthreadd,        2,    kthreadd,              S, 0,    25,     0,    0",
        "kworker,         10,   kworker/0:0H-kblockd,  I, 2,    25,     0,    0",
    })
    void readsRealProcesses(
            String name, long pid, String comm, char state, long ppid, long starttime, long rss, int exitCode)
            throws MalformedProcTextException {
        stat.parse(Fixtures.span(name + "/stat"));
        assertThat(stat.pid()).isEqualTo(pid);
        assertThat(stat.comm()).isEqualTo(comm);
        assertThat(stat.state()).isEqualTo(state);
        assertThat(stat.ppid()).isEqualTo(ppid);
        assertThat(stat.starttimeTicks()).isEqualTo(starttime);
        assertThat(stat.rssPages()).isEqualTo(rss);
        assertThat(stat.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void countsTheChildrenThatWereWaitedFor() throws MalformedProcTextException {
        stat.parse(Fixtures.span("odd-comm/stat"));
        assertThat(stat.utimeTicks()).isEqualTo(3);
        assertThat(stat.stimeTicks()).isEqualTo(2);
        assertThat(stat.cutimeTicks()).isEqualTo(3);
        assertThat(stat.cstimeTicks()).isEqualTo(2);
    }

    @Test
    void theLastParenthesisEndsARealCommWithParenthesesAndNewline() throws MalformedProcTextException {
        stat.parse(Fixtures.span("odd-comm/stat"));
        assertThat(stat.comm()).isEqualTo("a) R (b\nc) 7");
        assertThat(stat.state()).isEqualTo('S');
        assertThat(stat.ppid()).isEqualTo(6878);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "()", ")", "(", ") Z 1", "a b", "\n", "1 (x) S 1", "\u00e9"})
    void commMayBeAnything(String comm) throws MalformedProcTextException {
        stat.parse(ByteSpan.of("42 (" + comm + ")" + TAIL));
        assertThat(stat.pid()).isEqualTo(42);
        assertThat(stat.state()).isEqualTo('S');
        assertThat(stat.starttimeTicks()).isEqualTo(137383);
        assertThat(stat.commEquals(comm)).isEqualTo(comm.chars().allMatch(c -> c < 128));
    }

    @Test
    void commIsComparedWhole() throws MalformedProcTextException {
        stat.parse(ByteSpan.of("42 (java)" + TAIL));
        assertThat(stat.commEquals("java")).isTrue();
        assertThat(stat.commEquals("jav")).isFalse();
        assertThat(stat.commEquals("javac")).isFalse();
        assertThat(stat.commEquals("jaVa")).isFalse();
    }

    @Test
    void commLongerThanAnyKernelWritesIsKept() throws MalformedProcTextException {
        String comm = "c".repeat(1000);
        stat.parse(ByteSpan.of("42 (" + comm + ")" + TAIL));
        assertThat(stat.comm()).isEqualTo(comm);
    }

    @Test
    void absurdNumbersSaturate() throws MalformedProcTextException {
        stat.parse(ByteSpan.of("99999999999999999999 (x) S 18446744073709551615 1 1 0 -1 9223372036854775807"
                + " 9223372036854775808 0 9223372036854775806 0 7 3 0 0 20 0 1 0 " + "9".repeat(500) + " 4096 25\n"));
        assertThat(stat.pid()).isEqualTo(Long.MAX_VALUE);
        assertThat(stat.ppid()).isEqualTo(Long.MAX_VALUE);
        assertThat(stat.flags()).isEqualTo(Long.MAX_VALUE);
        assertThat(stat.minflt()).isEqualTo(Long.MAX_VALUE);
        assertThat(stat.starttimeTicks()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void negativeCountersAreNone() throws MalformedProcTextException {
        stat.parse(ByteSpan.of("42 (x) S 1 1 1 0 -1 0 0 0 0 0 7 3 -5 -9223372036854775808 20 0 1 0 1 4096 -25\n"));
        assertThat(stat.cutimeTicks()).isZero();
        assertThat(stat.cstimeTicks()).isZero();
        assertThat(stat.rssPages()).isZero();
    }

    @Test
    void exitCodeOfAnEarlierProcessDoesNotStay() throws MalformedProcTextException {
        stat.parse(Fixtures.span("zombie-exit-3/stat"));
        stat.parse(ByteSpan.of("42 (x)" + TAIL));
        assertThat(stat.exitCode()).isZero();
    }

    @Test
    void fieldsThatALaterKernelAddsAreIgnored() throws MalformedProcTextException {
        stat.parse(ByteSpan.of(Fixtures.text("zombie-exit-3/stat").replace("\n", " 77 x\n")));
        assertThat(stat.exitCode()).isEqualTo(768);
    }

    @Test
    void aCutTextIsRefusedUntilField24IsWhole() throws MalformedProcTextException {
        String whole = Fixtures.text("zombie-exit-3/stat");
        int needed = whole.indexOf(" 137406 0 0 ") + " 137406 0 0 ".length();
        for (int length = 0; length < needed; length++) {
            ByteSpan cut = ByteSpan.of(whole.substring(0, length));
            assertThatThrownBy(() -> stat.parse(cut)).isInstanceOf(MalformedProcTextException.class);
        }
        for (int length = needed; length < whole.length(); length++) {
            stat.parse(ByteSpan.of(whole.substring(0, length)));
            assertThat(stat.starttimeTicks()).isEqualTo(137406);
            assertThat(stat.exitCode()).as("cut at %d", length).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no comm in parentheses",
                "'42 java S 1'|no comm in parentheses",
                "'42(java) S 1'|no comm in parentheses",
                "'42 )java( S 1'|no comm in parentheses",
                "' (java) S 1'|not a number at byte 0",
                "'-42 (java) S 1'|pid below 1",
                "'0 (java) S 1'|pid below 1",
                "'4x2 (java) S 1'|not a number at byte 1",
                "'42 (java)'|cut off after comm",
                "'42 (java)S 1'|cut off after comm",
                "'42 (java) '|cut off at field 3",
                "'42 (java) 7 1 '|state is not one letter",
                "'42 (java) SS 1 '|state is not one letter",
                "'42 (java)  S 1 '|state is not one letter",
                "'42 (java) S - '|not a number at byte 12",
                "'42 (java) S 1 1'|cut off at field 5",
            })
    void saysWhatIsWrong(String text, String problem) {
        assertThatThrownBy(() -> stat.parse(ByteSpan.of(text)))
                .isInstanceOf(MalformedProcTextException.class)
                .hasMessage("stat: " + problem);
    }
}

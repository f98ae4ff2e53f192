package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.probe.RealProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code wrapper-ends.txt} says, held against the programs of this machine; those that are not there are skipped. */
class RealWrappersTest {
    private static final int SIGKILL = 9;
    private static final int SIGSEGV = 11;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env A=1",
                "nice -n 1",
                "nohup",
                "stdbuf -oL",
                "chroot /",
                "ionice -c3",
                "taskset 1",
                "chrt -o 0",
                "prlimit --nofile=100",
                "choom -n 0 --",
                "setarch -R",
                "linux32",
                "numactl -l",
                "unshare",
                "unshare -m",
                "nsenter -t 1 -n",
            })
    void becomesItsCommand(String wrapper) throws Exception {
        List<String> words = List.of(wrapper.split(" ", -1));
        check(words);
        assertThat(WrapperEnds.command(with(words, "java"))).containsExactly("java");
        endsAsItsCommand(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout 60",
                "timeout --foreground 60",
                "strace -f -o /dev/null",
                "sudo",
                "valgrind -q",
                "nsenter -t 1 -p"
            })
    void endsByTheSignalOfItsCommand(String wrapper) throws Exception {
        List<String> words = List.of(wrapper.split(" ", -1));
        check(words);
        assertThat(WrapperEnds.endsAlike(with(words, "java"))).isTrue();
        endsAsItsCommand(words);
    }

    private static void endsAsItsCommand(List<String> words) throws Exception {
        assertThat(status(words, "kill -9 $$") & 0x7F).isEqualTo(SIGKILL);
        assertThat(status(words, "kill -11 $$") & 0x7F).isEqualTo(SIGSEGV);
        assertThat(status(words, "exit 3")).isEqualTo(3 << 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setsid -w",
                "flock /dev/null",
                "runuser -u nobody --",
                "script -qec",
                "tini -s --",
                "dumb-init",
                "fakeroot",
                "dbus-run-session --",
                "bwrap --dev-bind / /",
                "time",
                "xvfb-run -a",
            })
    void saysTheSignalAsAShellDoesOrEndsByIt(String wrapper) throws Exception {
        List<String> words = List.of(wrapper.split(" ", -1));
        check(words);
        assertThat(WrapperEnds.passesOn(words.get(0))).isTrue();
        assertThat(status(words, "kill -9 $$")).isIn(SIGKILL, (128 + SIGKILL) << 8);
        assertThat(status(words, "exit 3")).isEqualTo(3 << 8);
    }

    /** They are silent, so there must be no rule that takes them for anything else. */
    @ParameterizedTest
    @ValueSource(strings = {"ltrace -o /dev/null", "perf stat -o /dev/null", "unbuffer", "gdb --batch -ex run --args"})
    void mayEndWithoutASignThatItsCommandWasKilled(String wrapper) throws Exception {
        List<String> words = List.of(wrapper.split(" ", -1));
        check(words);
        assertThat(WrapperEnds.meaning(with(words, "java"), 0)).isEmpty();
        assertThat(status(words, "kill -9 $$")).isZero();
    }

    /** unshare cannot send SIGKILL to itself the way it does with others: it exits 1 with a word about that. */
    @ParameterizedTest
    @ValueSource(strings = {"unshare --fork"})
    void cannotPassOnASigkill(String wrapper) throws Exception {
        List<String> words = List.of(wrapper.split(" ", -1));
        check(words);
        assertThat(WrapperEnds.endsAlike(with(words, "java"))).isTrue();
        assertThat(status(words, "kill -11 $$") & 0x7F).isEqualTo(SIGSEGV);
        assertThat(status(words, "kill -9 $$")).isIn(SIGKILL, 1 << 8);
    }

    private static void check(List<String> wrapper) throws Exception {
        assumeTrue(RealProgram.isInPath("perl"), "no perl, which tells the raw status of a process");
        assumeTrue(RealProgram.isInPath(wrapper.get(0)), () -> "no " + wrapper.get(0) + " on this machine");
        assumeTrue(status(wrapper, "exit 0") == 0, () -> wrapper.get(0) + " may not do its work here");
    }

    private static List<String> with(List<String> wrapper, String... command) {
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(List.of(command));
        return words;
    }

    // script has its command as one word and a file behind it.
    private static int status(List<String> wrapper, String script) throws Exception {
        List<String> words = wrapper.get(0).equals("script")
                ? with(wrapper, "sh -c '" + script + "'", "/dev/null")
                : with(wrapper, "sh", "-c", script);
        return RealProgram.run(Path.of("/tmp"), 0, words).status();
    }
}

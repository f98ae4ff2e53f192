package io.forkwatch.probe.process.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.program.KillCommand.Standing;
import io.forkwatch.probe.process.program.KillCommand.Target;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KillCommandTest {
    private static List<KillCommand> in(String blanks) {
        return KillCommand.in(List.of(blanks.split(" ", -1)));
    }

    private static List<KillCommand> script(String script, String... parameters) {
        List<String> words = new java.util.ArrayList<>(List.of("bash", "-c", script));
        words.addAll(List.of(parameters));
        return KillCommand.in(words);
    }

    private static String shown(KillCommand command) {
        StringBuilder text = new StringBuilder().append(command.signal());
        command.targets()
                .forEach(target -> text.append(' ').append(target.kind()).append(target.text()));
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "kill 42, 15 PID42",
        "kill -9 42, 9 PID42",
        "/bin/kill -KILL 42, 9 PID42",
        "kill -s SIGTERM 42, 15 PID42",
        "kill -n 9 42, 9 PID42",
        "kill --signal=INT 42, 2 PID42",
        "kill -TERM -42, 15 GROUP42",
        "kill -TERM -- -42, 15 GROUP42",
        "kill -- -42, 15 GROUP42",
        "kill -9 41 42 -43, 9 PID41 PID42 GROUP43",
        "sudo -n kill -9 42, 9 PID42",
        "nice -n 5 kill -9 42, 9 PID42",
        "busybox kill -9 42, 9 PID42",
        "pkill -P 42, 15 PARENT42",
        "pkill -9 -P 42, 9 PARENT42",
        "pkill -KILL -g 42, 9 GROUP42",
        "pkill --signal TERM --parent 42, 15 PARENT42",
        "pkill -9 -P 42 java, 9 NAMEjava",
        "pkill -f worker.jar, 15 COMMANDworker.jar",
        "pkill -9 -u root, 9 UNKNOWN",
        "pkill -P 42 -n, 15 UNKNOWN",
        "killall -9 java, 9 NAMEjava",
        "killall -s KILL java, 9 NAMEjava",
        "pkill -F app.pid, 15 UNKNOWN",
        "fuser -k 8080/tcp, 9 UNKNOWN",
        "fuser -k -TERM 8080/tcp, 15 UNKNOWN",
        "fuser -ki -n tcp 8080, 9 UNKNOWN",
        "xargs kill, 15 UNKNOWN",
        "xargs -r -n 1 kill -9, 9 UNKNOWN",
        "perl -e kill:9:42, -1 PID9 PID42",
        "killtree 42, -1 PID42",
        "/opt/taskkill /F /PID 42, -1 PID42",
        "bash kill-tree.sh 42, -1 PID42",
        "/opt/app/stop.sh -f 42, -1 PID42",
    })
    void saysWhichSignalAndToWhom(String words, String expected) {
        assertThat(in(words)).singleElement().extracting(KillCommandTest::shown).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill -0 42",
                "kill -s 0 42",
                "kill -l",
                "kill -l 9",
                "kill",
                "kill -9",
                "pkill -0 -P 42",
                "java -jar x.jar 42",
                "echo kill -9 42",
                "bash start.sh 42",
                "fuser 8080/tcp",
                "xargs rm",
                "xargs kill -0",
                "python3 -c print(42)",
                "perl kill.pl",
                "bash stop.sh",
                "docker stop 42",
                "bash",
                ""
            })
    void whatSendsNoSignalIsNone(String words) {
        assertThat(in(words)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "kill -9 42 # 9 PID42 # ALONE",
                "exec kill -9 42 # 9 PID42 # ALONE",
                "kill -9 42 2>/dev/null # 9 PID42 # ALONE",
                "kill -9 42 >/dev/null 2>&1 # 9 PID42 # ALONE",
                "kill -TERM -42 # 15 GROUP42 # ALONE",
                "kill -9 \"42\"; # 9 PID42 # ALONE",
                "pid=42; kill -9 $pid # 9 PID42 # ALONE",
                "export pid=42; kill -9 $pid # 9 PID42 # ALONE",
                "kill -9 $p\"$\" # 9 UNKNOWN # ALONE",
                "kill -9 ${pid:-42} # 9 UNKNOWN # ALONE",
                "kill -9 ${!pid} # 9 UNKNOWN # ALONE",
                "kill -9 42 || true # 9 PID42 # FIRST",
                "kill -9 42; sleep 1 # 9 PID42 # FIRST",
                "kill -9 42 & wait # 9 PID42 # FIRST",
                "echo stopping; kill -9 42; rm -f pid # 9 PID42 # FIRST",
                "sleep 5; kill -9 42 # 9 PID42 # LAST",
                "[ -d /proc/42 ] && kill -9 42 # 9 PID42 # LAST",
                "kill -0 42 && kill -9 42 # 9 PID42 # LAST",
                "false || kill -9 42 # 9 PID42 # AMONG",
                "sleep 5; kill -9 42; echo done # 9 PID42 # AMONG",
                "if test -f x; then kill -9 42; fi # 9 PID42 # AMONG",
                "exit 0; kill -9 42 # 9 PID42 # AMONG",
                "kill -9 $(cat pid) # 9 UNKNOWN # ALONE",
                "kill -9 `cat pid` # 9 UNKNOWN # ALONE",
                "kill -9 $pid # 9 UNKNOWN # ALONE",
                "kill -9 $$ 42 # 9 PID42 # ALONE",
            })
    void aScriptIsRead(String script, String expected, String standing) {
        assertThat(script(script.strip())).singleElement().satisfies(command -> {
            assertThat(shown(command)).isEqualTo(expected.strip());
            assertThat(command.standing()).isEqualTo(Standing.valueOf(standing.strip()));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill -9 $!",
                "kill -9 ${!}",
                "kill -9 ${$}",
                "sleep 9 & p=${!}; sleep 1; kill \"$p\"; wait $p",
                "kill -9 $$",
                "kill -SEGV $PPID",
                "sleep 9 & p=$!; sleep 1; kill \"$p\"; wait $p",
                "sleep 9 & kill %1",
                "echo 'stop; kill -9 42'",
                "echo \"kill -9 42\"",
                "trap 'kill -9 42' EXIT; sleep 9",
                "# kill -9 42",
                "sleep 9 # ; kill -9 42",
                "echo \\; kill -9 42",
                "kill -0 42",
                "sleep 9",
                "'",
                "$(",
                "`",
                "\\",
            })
    void whatIsQuotedOrNoCommandIsNone(String script) {
        assertThat(script(script)).isEmpty();
    }

    @Test
    void severalInAScriptAreAllTold() {
        assertThat(script("kill -TERM 42; sleep 1; kill -KILL 42"))
                .extracting(KillCommandTest::shown)
                .containsExactly("15 PID42", "9 PID42");
        assertThat(script("kill -TERM 42; sleep 1; kill -KILL 42"))
                .extracting(KillCommand::standing)
                .containsExactly(Standing.FIRST, Standing.LAST);
    }

    @Test
    void parametersOfAScriptAreKnown() {
        assertThat(script("kill -9 \"$1\"", "sh", "42"))
                .extracting(KillCommandTest::shown)
                .containsExactly("9 PID42");
        assertThat(script("kill -TERM -${1}", "sh", "42"))
                .extracting(KillCommandTest::shown)
                .containsExactly("15 GROUP42");
    }

    @Test
    void allParametersAreWordsOfTheirOwn() {
        assertThat(script("kill -9 \"$@\"", "sh", "41", "42"))
                .extracting(KillCommandTest::shown)
                .containsExactly("9 PID41 PID42");
        assertThat(script("kill -9 $*", "sh", "41", "42"))
                .extracting(KillCommandTest::shown)
                .containsExactly("9 PID41 PID42");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "bash x.sh 42 # x.sh true x.sh 42",
                "bash -eu -o pipefail /opt/x 42 # /opt/x true /opt/x 42",
                "sudo -n sh x # x true x",
                "/opt/x.sh 42 # /opt/x.sh false /opt/x.sh 42",
                "nohup ./x 42 # ./x false ./x 42",
                "/usr/bin/sleep 9 # /usr/bin/sleep false /usr/bin/sleep 9",
            })
    void theFileThatAShellReadsIsKnown(String words, String expected) {
        assertThat(ScriptCall.in(List.of(words.strip().split(" ", -1))))
                .singleElement()
                .extracting(call -> call.path() + " " + call.byShell() + " " + String.join(" ", call.parameters()))
                .isEqualTo(expected.strip());
    }

    @Test
    void soAreThoseOfAScript() {
        assertThat(ScriptCall.in(List.of("sh", "-c", "cd /x && bash y.sh \"$1\"; ./z.sh & . ./lib.sh", "sh", "42")))
                .extracting(ScriptCall::path)
                .containsExactly("y.sh", "./z.sh", "./lib.sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 9", "bash", "bash -s 42", "sh -e", "java -jar x.jar", ""})
    void whereNoFileIsReadThereIsNone(String words) {
        assertThat(ScriptCall.in(List.of(words.split(" ", -1)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "kill -9 42 # LAST",
                "sleep 1; echo x; kill -9 42; echo y # LAST",
                "if x; then y; fi; kill -9 42 # AMONG",
                "f() { kill -9 42; }; f # AMONG",
                "x || kill -9 42 # AMONG",
                "for i in 1 2; do x; done; kill -9 42 # AMONG",
            })
    void ofAFileItIsKnownIfItIsReached(String script, String standing) {
        assertThat(KillCommand.inFile(script.strip(), new ScriptCall("x.sh", true, List.of("x.sh"))))
                .singleElement()
                .extracting(KillCommand::standing)
                .isEqualTo(Standing.valueOf(standing.strip()));
    }

    @Test
    void aNumberIsMeantAsAWhole() {
        Target target = new Target(Target.Kind.PID, "42");
        assertThat(target.is(Target.Kind.PID, OptionalLong.of(42))).isTrue();
        assertThat(target.is(Target.Kind.PID, OptionalLong.of(4))).isFalse();
        assertThat(target.is(Target.Kind.GROUP, OptionalLong.of(42))).isFalse();
        assertThat(target.is(Target.Kind.PID, OptionalLong.empty())).isFalse();
    }

    @Test
    void aLongScriptIsNotRead() {
        assertThat(script("kill -9 42" + " ".repeat(20_000))).isEmpty();
    }

    @Test
    void theNameIsThatOfTheProgramItself() {
        assertThat(KillCommand.name(List.of("sudo", "-n", "/bin/kill", "42"))).isEqualTo("/bin/kill");
        assertThat(KillCommand.name(List.of())).isEmpty();
    }
}

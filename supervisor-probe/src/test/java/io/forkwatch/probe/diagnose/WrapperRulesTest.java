package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrapperRulesTest {
    private static final String KILLED = "make: *** [t.mk:2: k] Killed";

    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    @Test
    void whatTheWrapperSaysOfItsCommandIsLikely() {
        Diagnosis diagnosis = diagnose(Deaths.byExit(2).command("make").stderr(KILLED));
        assertThat(diagnosis.rule()).isEqualTo("told_by_wrapper");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.cause()).hasValue(new Cause.Forwarded(9, Optional.empty(), 0, KILLED));
    }

    @Test
    void tellsOfTheOomKillerAsTheShellsRulesDo() {
        Deaths make = Deaths.byExit(2).command("make").stderr(KILLED);
        assertThat(diagnose(make).evidence()).doesNotContain(Clue.NO_OOM_KILL);
        assertThat(diagnose(make).hint()).hasValue(Hint.Plain.FIND_KILLER);
        Diagnosis excluded = diagnose(make.oom(new Ooms().machine(0, 0).counts()));
        assertThat(excluded.evidence()).contains(Clue.NO_OOM_KILL);
        assertThat(excluded.hint()).hasValue(Hint.Plain.FIND_OTHER_KILLER);
    }

    @Test
    void lessWhereItMayBeOfSomethingElse() {
        assertThat(diagnose(Deaths.byExit(2).command("./build").stderr(KILLED)).confidence())
                .isEqualTo(Confidence.POSSIBLE);
        assertThat(diagnose(Deaths.byExit(2).command("make").stderr(KILLED, "a", "b", "c"))
                        .confidence())
                .isEqualTo(Confidence.POSSIBLE);
        assertThat(diagnose(Deaths.byExit(2).command("make").stderr("make: *** [k] Error 137"))
                        .confidence())
                .isEqualTo(Confidence.POSSIBLE);
        assertThat(diagnose(Deaths.byExit(0).command("make").stderr(KILLED)).rule())
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"125, killed", "124, gave-up", "123, failed"})
    void xargsHasCodesOfItsOwn(int code, String meaning) {
        Diagnosis diagnosis = diagnose(Deaths.byExit(code).command("xargs", "-n1", "x"));
        assertThat(diagnosis.cause()).hasValue(new Cause.WrapperCode(meaning, "xargs"));
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnose(Deaths.byExit(code).command("./x")).rule()).isEqualTo("error");
    }

    @Test
    void aBareNumberIsASignalOnlyWithMoreThanThat() {
        Deaths setsid = Deaths.byExit(9).command("setsid", "-w", "x");
        assertThat(diagnose(setsid).rule()).isEqualTo("error");
        Diagnosis told = diagnose(setsid.stderr("setsid: child 5 did not exit normally: Success"));
        assertThat(told.rule()).isEqualTo("signal_in_own_code");
        assertThat(told.confidence()).isEqualTo(Confidence.LIKELY);
        Diagnosis python =
                diagnose(Deaths.byExit(247).command("python3", "x.py").descendant(5, "x", 1, 1, false));
        assertThat(python.rule()).isEqualTo("signal_in_own_code");
        assertThat(python.confidence()).isEqualTo(Confidence.POSSIBLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "127 ! ./x: error while loading shared libraries: libfoo.so: cannot open shared object file: No such file or directory ! NO_LIBRARY",
                "127 ! java: error while loading shared libraries: libjli.so: failed to map segment from shared object ! NO_MEMORY",
                "126 ! bash: ./x: /no/such: bad interpreter: No such file or directory ! NO_INTERPRETER",
                "126 ! bash: line 1: ./x: cannot execute binary file: Exec format error ! OTHER_PROCESSOR",
                "127 ! timeout: failed to run command 'nope': No such file or directory ! NOT_THERE",
                "127 ! sh: 1: nope: not found ! NOT_THERE",
                "127 ! bash: nosuch.sh: No such file or directory ! NOT_THERE",
                "126 ! env: './x': Permission denied ! NOT_ALLOWED",
            })
    void aProgramThatCouldNotBeRunSaysWhy(int code, String line, Cause.NotRun.Why why) {
        Diagnosis diagnosis =
                diagnose(Deaths.byExit(code).command("sh", "-c", "x").stderr(line));
        assertThat(diagnosis.rule()).isEqualTo("program_not_run");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.cause()).hasValue(new Cause.NotRun(why, line));
        assertThat(diagnosis.hint()).isPresent();
        assertThat(diagnose(Deaths.byExit(1).command("x").stderr(line)).rule()).isEqualTo("error");
    }
}

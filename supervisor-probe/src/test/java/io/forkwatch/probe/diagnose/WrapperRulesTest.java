package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.evidence.ProgramFault;
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

    @ParameterizedTest
    @CsvSource({
        "127, sh,    NOT_THERE,       false, NOT_THERE,       LIKELY",
        "127, env,   NOT_THERE,       false, NOT_THERE,       POSSIBLE",
        "126, sh,    NOT_ALLOWED,     true,  NOT_ALLOWED,     LIKELY",
        "126, sh,    NOT_ALLOWED,     false, NOT_ALLOWED,     POSSIBLE",
        "127, sh,    NO_INTERPRETER,  true,  NO_INTERPRETER,  LIKELY",
        "126, nohup, OTHER_PROCESSOR, true,  OTHER_PROCESSOR, LIKELY",
        "127, ./x,   LIBRARIES,       true,  NO_LIBRARY,      POSSIBLE",
    })
    void withoutItsWordsTheFileMaySayWhy(
            int code,
            String program,
            ProgramFault.Kind kind,
            boolean seen,
            Cause.NotRun.Why why,
            Confidence confidence) {
        Deaths death = Deaths.byExit(code)
                .command(program, "-c", "x")
                .lifetimeMillis(12)
                .program(new ProgramFault(kind, "/x", seen));
        Diagnosis diagnosis = diagnose(death);
        assertThat(diagnosis.rule()).isEqualTo("program_not_run");
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
        assertThat(diagnosis.evidence()).startsWith(Clue.PROGRAM_FILE);
        assertThat(diagnosis.cause()).hasValue(new Cause.NotRun(why, "/x"));
        assertThat(diagnose(death.lifetimeMillis(1_000)).rule())
                .as("not at once")
                .isEqualTo("error");
    }

    /** A shell's own rule must not call a command missing that is there: it has exited so itself. */
    @Test
    void aCommandThatIsThereWasFound() {
        Deaths death = Deaths.byExit(127)
                .command("sh", "-c", "./x")
                .lifetimeMillis(12)
                .program(new ProgramFault(ProgramFault.Kind.NONE, "/x", true));
        assertThat(diagnose(death).rule()).isEqualTo("error");
    }
}

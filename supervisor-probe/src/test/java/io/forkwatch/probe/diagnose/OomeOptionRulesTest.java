package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.evidence.ProgramFault;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OomeOptionRulesTest {
    private static final String[] KILLS = {"java", "-Xmx64m", "-XX:OnOutOfMemoryError=kill -9 %p", "Main"};
    private static final String[] EXITS = {"java", "-XX:+ExitOnOutOfMemoryError", "Main"};
    private static final String HEAP = "java.lang.OutOfMemoryError: Java heap space";

    private final Diagnoser diagnoser = new Diagnoser();

    @ParameterizedTest
    @ValueSource(ints = {9, 15})
    void aKillThatItsOwnOptionSendsIsLikelyWithAFullHeap(int signal) {
        Deaths full = Deaths.bySignal(signal).command(KILLS).jvm(new Jvms().oldRatio(0.931));
        expect(full, "jvm_oome", "likely", "jvm_killed_on_oome");
        expect(Deaths.bySignal(signal).command(KILLS).stderr(HEAP), "jvm_oome", "likely", "jvm_killed_on_oome");
    }

    @Test
    void theOptionAloneShowsThatItMayBe() {
        expect(Deaths.bySignal(9).command(KILLS), "jvm_oome", "possible", "jvm_killed_on_oome");
        expect(Deaths.bySignal(15).command(KILLS), "signal", "certain", "signal");
        expect(Deaths.bySignal(9).command("java", "Main"), "signal", "certain", "signal");
        expect(
                Deaths.bySignal(9).command("java", "-XX:OnOutOfMemoryError=jmap %p", "Main"),
                "signal",
                "certain",
                "signal");
    }

    @Test
    void whoeverIsKnownToHaveKilledItGoesFirst() {
        Deaths full = Deaths.bySignal(9).command(KILLS).jvm(new Jvms().oldRatio(0.95));
        expect(full.kill(true, 3), "killed_by_supervisor", "certain", "killed_by_supervisor");
    }

    @Test
    void exitThreeWithTheOptionIsLikelyThoughAnotherJvmRemovedTheFile() {
        Jvms full = new Jvms().flags(true, true).file(FileFate.REMOVED).oldRatio(0.93);
        expect(Deaths.byExit(3).jvm(full), "jvm_oome", "likely", "jvm_exit_on_oome");
    }

    @Test
    void soItIsWhereTheFileWasThereWhenItHadJustEnded() {
        Deaths young = Deaths.byExit(3).command(EXITS).perfData(7, 4242);
        expect(young, "jvm_oome", "likely", "jvm_exit_on_oome");
        assertThat(diagnoser.diagnose(young.evidence()).evidence())
                .startsWith(Clue.EXIT_ON_OOME_OPTION, Clue.PERF_DATA_LEFT);
        Deaths below = Deaths.byExit(3)
                .command("sh", "-c", "java -XX:+ExitOnOutOfMemoryError Main; exit $?")
                .descendant(4243, "java", 1, 9, false);
        expect(below.perfData(4243), "jvm_oome", "likely", "jvm_exit_on_oome");
    }

    @Test
    void aFileOfAnotherJvmOrWithoutTheOptionSaysNothing() {
        expect(Deaths.byExit(3).command(EXITS).perfData(7, 42420), "error", "certain", "error");
        expect(Deaths.byExit(3).command("java", "Main").perfData(4242), "error", "certain", "error");
        expect(Deaths.byExit(4).command(EXITS).perfData(4242), "error", "certain", "error");
    }

    @Test
    void aJvmThatHadRemovedItsFileByItselfCalledExitHoweverFullItsHeapWas() {
        Jvms full = new Jvms().flags(true, true).file(FileFate.REMOVED).oldRatio(0.93);
        expect(Deaths.byExit(3).jvm(full).perfData(7), "jvm_oome", "possible", "heap_nearly_full");
    }

    @Test
    void belowAShellAnotherJvmMayHaveRemovedItBefore() {
        Jvms full =
                new Jvms().below(4243).flags(true, true).file(FileFate.REMOVED).oldRatio(0.93);
        Deaths shell = Deaths.byExit(3)
                .command("sh", "-c", "java -XX:+ExitOnOutOfMemoryError Main; exit $?")
                .descendant(4243, "java", 1, 9, false);
        expect(shell.jvm(full).perfData(7), "jvm_oome", "likely", "jvm_exit_on_oome");
    }

    @Test
    void exitThreeIsItsOwnWithRoomInTheHeapOrWithoutTheOption() {
        Jvms roomy = new Jvms().flags(true, true).file(FileFate.REMOVED).oldRatio(0.2);
        expect(Deaths.byExit(3).jvm(roomy), "error", "certain", "error");
        expect(Deaths.byExit(3).command("java", "Main"), "error", "certain", "error");
        expect(Deaths.byExit(3).command(EXITS), "error", "certain", "error");
        expect(Deaths.byExit(4).command(EXITS), "error", "certain", "error");
    }

    @Test
    void aCrashReportOnStderrIsOne() {
        String[] end = {"---------------  S Y S T E M", "vm_info: OpenJDK 64-Bit Server VM (17.0.15+6)", "END."};
        Deaths crashed = Deaths.bySignal(6).stderr(end);
        expect(crashed, "jvm_crash", "likely", "jvm_crash_on_stderr");
        assertThat(diagnoser.diagnose(crashed.evidence()).hint()).hasValue(Hint.Plain.JVM_CRASH_ON_STDERR);
        expect(Deaths.bySignal(6).stderr("END."), "signal", "certain", "signal");
        expect(Deaths.bySignal(9).stderr(end), "signal", "certain", "signal");
    }

    @Test
    void anImageWithoutTheModuleForAgentsDoesNotStartWithOne() {
        ProgramFault given = new ProgramFault(ProgramFault.Kind.NO_AGENTS, "/image", true);
        ProgramFault perhaps = new ProgramFault(ProgramFault.Kind.NO_AGENTS, "/image", false);
        Deaths atOnce = Deaths.byExit(1).lifetimeMillis(40);
        assertThat(hint(atOnce.program(given))).isEqualTo(Hint.Plain.JVM_WITHOUT_AGENTS);
        assertThat(hint(atOnce.program(perhaps))).isEqualTo(Hint.Plain.JVM_NEVER_STARTED);
        assertThat(hint(atOnce.stderr("Picked up JAVA_TOOL_OPTIONS: -javaagent:/x.jar")))
                .isEqualTo(Hint.Plain.JVM_WITHOUT_AGENTS);
        assertThat(hint(Deaths.byExit(1)
                        .command("/app/bin/tool")
                        .lifetimeMillis(40)
                        .program(given)))
                .isEqualTo(Hint.Plain.JVM_WITHOUT_AGENTS);
        assertThat(hint(Deaths.byExit(1)
                        .lifetimeMillis(40)
                        .stderr(
                                "Error occurred during initialization of VM",
                                "Could not find agent library instrument on the library path, with error: x",
                                "Module java.instrument may be missing from runtime image.")))
                .isEqualTo(Hint.Plain.JVM_WITHOUT_AGENTS);
    }

    @Test
    void aJvmThatFailedAtOnceMayNeverHaveStarted() {
        assertThat(hint(Deaths.byExit(1).lifetimeMillis(40))).isEqualTo(Hint.Plain.JVM_NEVER_STARTED);
        assertThat(hint(Deaths.byExit(1).lifetimeMillis(1_000))).isEqualTo(Hint.Plain.JVM_ENDED_ITSELF);
        assertThat(hint(Deaths.byExit(2).lifetimeMillis(40))).isEqualTo(Hint.Plain.JVM_ENDED_ITSELF);
        assertThat(hint(Deaths.byExit(1).lifetimeMillis(40).jvm(new Jvms()))).isEqualTo(Hint.Plain.JVM_ENDED_ITSELF);
        assertThat(hint(Deaths.byExit(1).lifetimeMillis(40).command("grep", "x")))
                .isEqualTo(Hint.Plain.ENDED_ITSELF);
    }

    @Test
    void whatTheLauncherSaidHasTheHintThatHelps() {
        assertThat(
                        hint(
                                Deaths.byExit(1)
                                        .stderr(
                                                "Error: LinkageError occurred while loading main class M",
                                                "\tjava.lang.UnsupportedClassVersionError: M has been compiled by a more recent version")))
                .isEqualTo(Hint.Plain.JVM_CLASS_VERSION);
        assertThat(hint(Deaths.byExit(1).stderr("Error: could not open `args'")))
                .isEqualTo(Hint.Plain.JVM_OPTIONS);
        assertThat(hint(Deaths.byExit(1).stderr("Error opening zip file or JAR manifest missing : agent.jar")))
                .isEqualTo(Hint.Plain.JVM_OPTIONS);
        assertThat(
                        hint(
                                Deaths.byExit(1)
                                        .stderr(
                                                "Error occurred during CDS dumping",
                                                "Must enable AllowArchivingWithJavaAgent in order to run Java agent during CDS dumping")))
                .isEqualTo(Hint.Plain.JVM_ARCHIVE_WITHOUT_AGENT);
        assertThat(hint(Deaths.byExit(1)
                        .stderr("Error occurred during initialization of VM", "Unable to use AOT cache.")))
                .isEqualTo(Hint.Plain.JVM_AOT_CACHE);
        assertThat(hint(Deaths.byExit(1)
                        .stderr(
                                "Invalid maximum heap size: -Xmx100x",
                                "Error: Could not create the Java Virtual Machine.",
                                "Error: A fatal exception has occurred. Program will exit.")))
                .isEqualTo(Hint.Plain.JVM_OPTIONS);
        assertThat(hint(Deaths.byExit(1)
                        .stderr(
                                "Error occurred during initialization of VM",
                                "Could not reserve enough space for 209715200KB object heap")))
                .isEqualTo(Hint.Plain.JVM_HEAP_SIZE);
    }

    @Test
    void theSenderOfASignalIsNamedWhereTheCrashFileNamesIt() {
        String header = "#  SIGSEGV (0xb) at pc=0x1 (sent by kill), pid=4242, tid=1\n\n";
        String sent = "siginfo: si_signo: 11 (SIGSEGV), si_code: 0 (SI_USER), si_pid: 14719, si_uid: 0\n";
        String fault = "siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0\n";
        assertThat(hint(Deaths.bySignal(6).crashFile(4242, header + sent)))
                .isEqualTo(new Hint.SignalSent("/ci/build/hs_err_pid4242.log", 14_719, 0));
        assertThat(hint(Deaths.bySignal(6).crashFile(4242, header + fault))).isInstanceOf(Hint.ReadCrashFile.class);
    }

    private Hint hint(Deaths deaths) {
        return diagnoser.diagnose(deaths.evidence()).hint().orElseThrow();
    }

    private void expect(Deaths deaths, String reason, String confidence, String rule) {
        Diagnosis diagnosis = diagnoser.diagnose(deaths.evidence());
        assertThat(diagnosis.rule()).isEqualTo(rule);
        assertThat(diagnosis.reason().label()).isEqualTo(reason);
        assertThat(diagnosis.confidence().label()).isEqualTo(confidence);
    }
}

package io.forkwatch.probe.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.EvidenceSource;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.ExpectedEnds;
import io.forkwatch.probe.process.event.StartFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class DeathPipelineTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final Deaths killed = Deaths.bySignal(9);

    private DeathPipeline pipeline(EvidenceSource evidence, DeathReceiver... receivers) {
        return pipeline(evidence, ExpectedEnds.none(), receivers);
    }

    private DeathPipeline pipeline(EvidenceSource evidence, ExpectedEnds expected, DeathReceiver... receivers) {
        return new DeathPipeline(
                evidence,
                new Diagnoser(),
                expected,
                List.of(receivers),
                (what, fault) -> troubles.add(what + ": " + fault.getMessage()));
    }

    private DeathReceiver receiver(String name) {
        return receiver(
                name,
                (death, diagnosis) -> told.add(name
                        + ' '
                        + death.child().key().pid()
                        + ' '
                        + diagnosis.reason().label()));
    }

    /** All ends are expected, if only the diagnosis lets them be. */
    private static final ExpectedEnds ALL =
            new ExpectedEnds((command, exitCode) -> true, Map.of("surefire-fork", Set.of(1, 137, 143)));

    private boolean isAbnormal(Deaths deaths) {
        List<Boolean> abnormal = new ArrayList<>();
        pipeline(death -> deaths.evidence(), ALL, receiver("a", (death, found) -> abnormal.add(found.abnormal())))
                .died(deaths.death());
        return abnormal.get(0);
    }

    private boolean isAnswer(String program, String directory, String reason) {
        ExpectedEnds probes = new ExpectedEnds(
                (command, code) -> code == 127 && command.program().endsWith("lshw"), Map.of());
        return pipeline(death -> killed.evidence(), probes)
                .isAnswer(new StartFailure(new CommandLine(List.of(program, "-C", "system")), directory, reason, 0));
    }

    @Test
    void aProgramThatIsOnlyAskedForAndNotThereIsNoNews() {
        String jdk17 = "error=2, No such file or directory";
        assertThat(isAnswer("lshw", "", jdk17)).isTrue();
        assertThat(isAnswer("lshw", "/", jdk17)).isTrue();
        assertThat(isAnswer("lshw", "", "Exec failed, error: 2 (No such file or directory)"))
                .isTrue();

        assertThat(isAnswer("worker", "", jdk17)).isFalse();
        assertThat(isAnswer("/opt/lshw", "", jdk17)).isFalse();
        assertThat(isAnswer("lshw", "/no/such/directory", jdk17)).isFalse();
        assertThat(isAnswer("lshw", "\0", jdk17)).isFalse();
        assertThat(isAnswer("lshw", "", "error=13, Permission denied")).isFalse();
        assertThat(isAnswer("lshw", "", "error=24, Too many open files")).isFalse();
    }

    @Test
    void anExpectedEndIsNotAbnormal() {
        assertThat(isAbnormal(Deaths.byExit(1))).isFalse();
        assertThat(isAbnormal(Deaths.bySignal(15))).isFalse();
    }

    @Test
    void aKillByTheKernelIsNeverExpected() {
        assertThat(isAbnormal(Deaths.bySignal(9).kernelKill(4242, "java", true, false)))
                .isTrue();
    }

    private static DeathReceiver failing(String name) {
        return receiver(name, (death, diagnosis) -> {
            throw new NoClassDefFoundError("of a test");
        });
    }

    private static DeathReceiver receiver(String name, BiConsumer<Death, Diagnosis> outlet) {
        return new DeathReceiver() {
            @Override
            public String what() {
                return name;
            }

            @Override
            public void died(Death death, Diagnosis diagnosis) {
                outlet.accept(death, diagnosis);
            }
        };
    }

    @Test
    void eachReceiverGetsTheDeathWithItsDiagnosisInOrder() {
        pipeline(death -> killed.evidence(), receiver("metrics"), receiver("log"), receiver("exits"))
                .died(killed.death());

        String reason = Reason.SIGNAL.label();
        assertThat(told).containsExactly("metrics 4242 " + reason, "log 4242 " + reason, "exits 4242 " + reason);
        assertThat(troubles).isEmpty();
    }

    @Test
    void oneThatFailsNeverStarvesTheRest() {
        pipeline(death -> killed.evidence(), receiver("metrics"), failing("log"), failing("exits"), receiver("jfr"))
                .died(killed.death());

        assertThat(told).hasSize(2).allMatch(line -> line.startsWith("metrics ") || line.startsWith("jfr "));
        assertThat(troubles).containsExactly("log: of a test", "exits: of a test");
    }

    @Test
    void evidenceThatCannotBeCollectedCostsTheEvidenceAndNotTheDeath() {
        DeathPipeline pipeline = pipeline(
                death -> {
                    throw new IllegalStateException("of a test");
                },
                receiver("log"));

        pipeline.died(Deaths.byExit(3).death());

        assertThat(told).singleElement().asString().startsWith("log 4242 ");
        assertThat(troubles).containsExactly("evidence: of a test");
    }
}

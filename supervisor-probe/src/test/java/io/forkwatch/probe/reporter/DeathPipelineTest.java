package io.forkwatch.probe.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.death.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DeathPipelineTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final Deaths killed = Deaths.bySignal(9);

    private DeathPipeline pipeline(Function<Death, Evidence> evidence, DeathPipeline.Receiver... receivers) {
        return new DeathPipeline(
                evidence,
                new Diagnoser()::diagnose,
                List.of(receivers),
                (what, fault) -> troubles.add(what + ": " + fault.getMessage()));
    }

    private DeathPipeline.Receiver receiver(String name) {
        return new DeathPipeline.Receiver(
                name,
                (death, diagnosis) -> told.add(name
                        + ' '
                        + death.child().key().pid()
                        + ' '
                        + diagnosis.reason().label()));
    }

    private static DeathPipeline.Receiver failing(String name) {
        return new DeathPipeline.Receiver(name, (death, diagnosis) -> {
            throw new NoClassDefFoundError("of a test");
        });
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

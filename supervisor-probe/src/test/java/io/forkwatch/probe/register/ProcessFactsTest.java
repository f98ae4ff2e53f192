package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFactsTest {
    @TempDir
    private Path mount;

    private RegisterLab lab;
    private ProcessFacts facts;

    @BeforeEach
    void build() {
        lab = new RegisterLab(mount);
        facts = new ProcessFacts(lab.proc.files(), lab.access.units());
    }

    @Test
    void aCommandIsReadWhereItIsThere() throws IOException {
        lab.proc.process(7).cmdline("java", "-jar", "a b.jar");
        assertThat(facts.command(7)).isEqualTo(new CommandLine(List.of("java", "-jar", "a b.jar")));
        assertThat(facts.command(8)).isEqualTo(CommandLine.UNKNOWN);
    }

    @Test
    void anAgeIsCountedFromTheBootAndNeverBelow0() throws IOException {
        ProcessKey key = new ProcessKey(7, 4_000);
        assertThat(facts.ageNanos(key)).as("hidden").isZero();
        lab.proc.write("uptime", "100.00 1.00\n");
        assertThat(facts.ageNanos(key)).isEqualTo(60_000_000_000L);
        assertThat(facts.ageNanos(new ProcessKey(7, 40_000))).isZero();
    }
}

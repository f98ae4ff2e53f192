package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.program.RunsJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The agent is lent to children that are java, and nobody sees a difference. */
final class LendIT {
    private static final String AGENT = "-javaagent:" + Shipped.agentJar() + "=role=child";

    @OnEveryJdk
    void childrenGetItAndWriteAndEndAsWithout(Jdk jdk) throws IOException {
        Path without = Shipped.newDirectory("lend-off");
        Path with = Shipped.newDirectory("lend");
        String alone = run(jdk, without, "port=0").stdout();
        Outcome lent = run(jdk, with, "port=0,lend=java,summary=all");

        assertThat(lent.stdout()).isEqualTo(alone).contains("plain exit 7 true", "broken exit 1 true");
        for (String name : List.of("plain", "clean", "by-name", "throws", "file")) {
            List<String> plain = command(without.resolve(name));
            List<String> changed = command(with.resolve(name));
            assertThat(changed).as(name).hasSize(plain.size() + 1);
            assertThat(changed.get(0)).isEqualTo(plain.get(0));
            assertThat(changed.get(1)).isEqualTo(AGENT);
        }
        assertThat(command(with.resolve("shell"))).as("started by a shell").doesNotContain(AGENT);
        assertThat(lent.stderr())
                .contains("; adds this agent to the commands of children that are java (lend=java)")
                .contains("exit 7: System.exit was called in thread \"main\" at io.forkwatch.e2e.program.RunsJava.main")
                .doesNotContain(AGENT, "trouble");
    }

    private static Outcome run(Jdk jdk, Path directory, String options) {
        Outcome outcome = Program.of(jdk, RunsJava.class, directory.toString())
                .watched(options)
                .run("lend-host");
        assertThat(outcome.exitValue()).isZero();
        return outcome;
    }

    private static List<String> command(Path file) throws IOException {
        return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"));
    }
}

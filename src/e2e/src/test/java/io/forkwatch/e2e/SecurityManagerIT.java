package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.program.OwnManager;
import java.util.List;

/** What Forkwatch opens is nothing for the host to be asked about, while there are security managers, until JDK 23. */
final class SecurityManagerIT {
    private static final List<Class<?>> MANAGERS =
            List.of(OwnManager.GuardsProc.class, OwnManager.GuardsThreads.class, OwnManager.RefusesProc.class);
    private static final String OFF = "[forkwatch] is off: the application has a security manager of its own";

    private static void assumeManagers(Jdk jdk) {
        assumeTrue(jdk.feature() < 24, "security managers are no more");
    }

    @OnEveryJdk
    void withOneFromTheStartItIsOff(Jdk jdk) {
        assumeManagers(jdk);
        for (Class<?> manager : MANAGERS) {
            String option = "-Djava.security.manager=" + manager.getName();
            Outcome outcome = Program.of(jdk, OwnManager.class)
                    .watched("port=0,interval=100ms")
                    .withJvmOptions(option)
                    .run("managed");

            assertUnharmed(outcome);
            assertThat(Ours.in(outcome)).singleElement().asString().startsWith(OFF);
        }
    }

    @OnEveryJdk
    void withOneThatIsSetLaterItLeaves(Jdk jdk) {
        assumeManagers(jdk);
        for (Class<?> manager : MANAGERS) {
            Outcome outcome = Program.of(jdk, OwnManager.class, manager.getName())
                    .watched("port=0,interval=100ms")
                    .withJvmOptions("-Djava.security.manager=allow")
                    .run("managed-later");

            assertUnharmed(outcome);
            assertThat(Ours.in(outcome)).hasSize(2);
            assertThat(Ours.in(outcome).get(0)).matches(Ours.START_LINE);
            assertThat(Ours.in(outcome).get(1)).startsWith(OFF);
        }
    }

    private static void assertUnharmed(Outcome outcome) {
        assertThat(outcome.stdout()).isEqualTo("child: 143\n");
        assertThat(outcome.exitValue()).isZero();
        assertThat(outcome.stderr()).doesNotContain("\tat ", "trouble");
    }
}

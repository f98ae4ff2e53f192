package io.forkwatch.probe.process.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forkwatch.probe.diagnose.Deaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the records about a death promise. */
class RecordsTest {
    private static void refuses(String component, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageStartingWith(component);
    }

    @Test
    void aWrongValueIsNamed() {
        refuses("rssBytes", () -> new Descendant.Memory(-1, 0));
        refuses("pid", () -> new OomKill(0, "java", true, "", "", 0, false, "Killed process 0 (java)"));
        refuses("line", () -> new OomKill(7, "java", true, "", "", 0, false, ""));
        refuses("what", () -> new JvmFailure(JvmFailure.Kind.UNCAUGHT, "main", "", "", true));
        refuses("what", () -> new JvmFailure(JvmFailure.Kind.UNCAUGHT, "main", "x".repeat(301), "", true));
        refuses("lines", () -> new StderrTail(List.of(), Optional.empty()));
        refuses("value", () -> new Ending.Flags(0, false));
        refuses("value", () -> new Ending.Flags(128, true));
    }

    @Test
    void aDeathDoesNotChangeWithTheListsThatItWasMadeOf() {
        Death made =
                Deaths.bySignal(9).kill(true, 4).descendant(5, "x", 1, 1, false).death();
        List<Descendant> descendants = new ArrayList<>(made.descendants());
        Death death = new Death(
                made.child(),
                made.ending(),
                made.at(),
                made.nanos(),
                made.lastSample(),
                made.peak(),
                made.doubt(),
                made.cpu(),
                made.cpuExact(),
                descendants,
                made.kills(),
                made.oom(),
                made.limits(),
                made.lateStderr());
        descendants.clear();
        assertThat(death).isEqualTo(made);
    }

    @Test
    void theKernelsLineSaysHowMuchItsVictimHad() {
        assertThat(kill("Killed process 7 (java) ... anon-rss:65152kB").anonBytes())
                .isEqualTo(65_152 * 1024);
        assertThat(kill("Killed process 7 (anon-rss:) ... ").anonBytes()).isZero();
        assertThat(kill("Killed process 7 (java) ... anon-rss:-1kB").anonBytes())
                .isZero();
        assertThat(kill("Killed process 7 (java) ... anon-rss:99999999999999999999kB")
                        .anonBytes())
                .isZero();
        assertThat(kill("Killed process 7 (java)").anonBytes()).isZero();
    }

    private static OomKill kill(String line) {
        return new OomKill(7, "java", true, "", "", 0, false, line);
    }
}

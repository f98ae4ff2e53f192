package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.intercept.HookOptions;
import io.forkwatch.probe.intercept.InjectedFault;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.publish.http.PortOptions;
import io.forkwatch.probe.publish.http.PortRange;
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import io.forkwatch.probe.report.ExitsOptions;
import io.forkwatch.probe.sample.SamplingOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts check what the parser checks: a value that one of them allows, the other does too. */
class ProbeOptionsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval=100ms,pss=10s,exits.keep=0,exits.size=64k,stderr.tail=1k,port=0",
                "interval=1h,pss=1h,exits.keep=10000,exits.size=1g,stderr.tail=64k,port=65535",
                "orphan.age=1s,orphan.cooldown=1s,orphan.pattern.age=1s,orphan.patterns=abc",
                "orphan.age=168h,orphan.cooldown=168h,orphan.pattern.age=168h",
                "pss=off,stderr.tail=off,orphan.patterns=none",
                "limit.rss=1m,limit.heap=16384g,limit.fds=1,limit.age=1s,limit.for=0s",
                "limit.rss=none,limit.heap=none,limit.fds=100000000,limit.age=87600h,limit.for=1h",
                "sweep.roots=/ci/work,sweep.age=1h,idle.ttl=10s,hang.after=5s",
                "sweep.roots=/tmp/job*,sweep.age=87600h,idle.ttl=168h,hang.after=168h",
            })
    void theEndsOfTheRangesAreValuesToo(String argument) {
        assertThat(Parsed.values(GivenOptions.of(argument))).hasSize(15);
    }

    @Test
    void theLongestTextsAreValuesToo() {
        String host = "h".repeat(253);
        String patterns = String.join(";", Collections.nCopies(32, "abc"));

        assertThat(GivenOptions.of("host=" + host).port().host()).isEqualTo(host);
        assertThat(GivenOptions.of("orphan.patterns=" + patterns).orphans().patterns())
                .hasSize(32);
    }

    @Test
    void samplingIsNeitherTooOftenNorTooSeldom() {
        refuses("interval", () -> new SamplingOptions(Duration.ofNanos(99_999_999), true));
        refuses("interval", () -> new SamplingOptions(Duration.ofHours(1).plusNanos(1), true));
        refuses("pss", () -> new SamplingOptions(MINUTE, true, Optional.of(Duration.ofNanos(9_999_999_999L))));
        refuses(
                "pss",
                () -> new SamplingOptions(
                        MINUTE, true, Optional.of(Duration.ofHours(1).plusNanos(1))));
    }

    @Test
    void exitsAreInTheirRanges() {
        refuses("keep", () -> new ExitsOptions(-1, Optional.empty(), 64 << 10));
        refuses("keep", () -> new ExitsOptions(10_001, Optional.empty(), 64 << 10));
        refuses("sizeBytes", () -> new ExitsOptions(0, Optional.empty(), (64 << 10) - 1));
        refuses("sizeBytes", () -> new ExitsOptions(0, Optional.empty(), (1 << 30) + 1));
    }

    @Test
    void aTailIsNothingOrInItsRange() {
        refuses("stderrTailBytes", () -> new HookOptions(true, -1, InjectedFault.NONE));
        refuses("stderrTailBytes", () -> new HookOptions(true, 1023, InjectedFault.NONE));
        refuses("stderrTailBytes", () -> new HookOptions(true, (64 << 10) + 1, InjectedFault.NONE));
    }

    @Test
    void aHostHasAName() {
        refuses("host", () -> new PortOptions("", new PortRange(0, 0), AuthOptions.NONE, TlsOptions.NONE));
        refuses("host", () -> new PortOptions("h".repeat(254), new PortRange(0, 0), AuthOptions.NONE, TlsOptions.NONE));
    }

    @Test
    void orphansAreInTheirRanges() {
        Duration week = Duration.ofDays(7);
        Duration most = week.plusNanos(1);
        Duration least = Duration.ofNanos(999_999_999);

        refuses("age", () -> new OrphanRules(least, week, List.of(), week));
        refuses("cooldown", () -> new OrphanRules(week, most, List.of(), week));
        refuses("patternAge", () -> new OrphanRules(week, week, List.of(), most));
        refuses("patterns", () -> new OrphanRules(week, week, List.of("ab"), week));
        refuses("patterns", () -> new OrphanRules(week, week, Collections.nCopies(33, "abc"), week));
    }

    private static void refuses(String component, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(component + " ");
    }
}

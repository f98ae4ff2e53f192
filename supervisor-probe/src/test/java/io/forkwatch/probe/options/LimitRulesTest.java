package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.advice.AdviceOptions;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.Limit;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitRulesTest {
    private static final Kind FORK = new Kind("surefire-fork");
    private static final Kind DOTTED = new Kind("my.app");

    @Test
    void nothingIsLimitedByDefault() {
        AdviceOptions advice = GivenOptions.of("").advice();
        assertThat(advice.limits().isEmpty()).isTrue();
        assertThat(advice.sustained()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aKindsOwnLimitStandsInPlaceOfTheGeneralOne() {
        AdviceOptions advice = GivenOptions.of(
                        "limit.rss=1GiB,limit.fds=200,limit.age=10m,limit.heap=512m,limit.for=5s,"
                                + "limit.surefire-fork.rss=2g,limit.surefire-fork.fds=none,limit.my.app.age=1h")
                .advice();
        assertThat(advice.limits().general().most())
                .isEqualTo(Map.of(
                        Limit.RSS,
                        1L << 30,
                        Limit.FDS,
                        200L,
                        Limit.AGE,
                        TimeUnit.MINUTES.toNanos(10),
                        Limit.HEAP,
                        512L << 20));
        assertThat(advice.limits().of(FORK).most())
                .containsEntry(Limit.RSS, 2L << 30)
                .doesNotContainKey(Limit.FDS)
                .containsKeys(Limit.AGE, Limit.HEAP);
        assertThat(advice.limits().of(DOTTED).of(Limit.AGE)).hasValue(TimeUnit.HOURS.toNanos(1));
        assertThat(advice.sustained()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit.rss=1",
                "limit.rss=1000000000",
                "limit.rss=1k",
                "limit.rss=1 GiB",
                "limit.rss=1gib",
                "limit.rss=1.5g",
                "limit.rss=off",
                "limit.rss=0m",
                "limit.rss",
                "limit.fds=0",
                "limit.fds=10m",
                "limit.age=10",
                "limit.age=500ms",
                "limit.heap=100",
                "limit.for=2h",
                "limit.node.rss=100"
            })
    void aLimitThatIsNoneIsOneLineThatSaysWhatIsAllowed(String argument) {
        assertThat(bad(argument)).contains(argument.replaceAll("=.*", "")).containsAnyOf("none, or", "0s to 1h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit.cpu=1", "limit.Node.rss=1g", "limit.=1g", "limit..rss=1g", "limit.node.for=1s"})
    void whatCannotBeLimitedIsNoOption(String argument) {
        assertThat(bad(argument)).contains(argument.replaceAll("=.*", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "FORKWATCH_LIMIT_RSS, 1g, any, RSS",
        "FORKWATCH_LIMIT_SUREFIRE_FORK_RSS, 1g, surefire-fork, RSS",
        "FORKWATCH_LIMIT_NODE_HEAP, 1g, node, HEAP",
    })
    void inTheEnvironmentTheKindHasHyphens(String name, String value, String kind, Limit limit) {
        Parsed parsed = Parsed.of(null, Map.of(), Map.of(name, value), file -> {
            throw new IOException("no files here");
        });
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Good.class,
                        good -> assertThat(good.options()
                                        .advice()
                                        .limits()
                                        .of(new Kind(kind))
                                        .of(limit))
                                .hasValue(1L << 30));
    }

    private static String bad(String argument) {
        Parsed parsed = Parsed.of(argument, Map.of(), Map.of(), file -> {
            throw new IOException("no files here");
        });
        assertThat(parsed).isInstanceOf(Parsed.Bad.class);
        return parsed instanceof Parsed.Bad bad ? bad.line() : "";
    }
}

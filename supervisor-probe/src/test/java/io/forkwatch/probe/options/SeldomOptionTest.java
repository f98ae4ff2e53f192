package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.sweep.SweepOptions;
import io.forkwatch.probe.sweep.SweepRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeldomOptionTest {
    @Test
    void nothingIsSweptByDefault() {
        assertThat(GivenOptions.of("").sweep()).isEmpty();
        assertThat(GivenOptions.of("sweep.roots=none,sweep.mode=delete").sweep())
                .isEmpty();
        assertThat(GivenOptions.of("sweep.mode=delete,sweep.age=2h").sweep()).isEmpty();
    }

    @Test
    void aRootAloneIsReportedOn() {
        assertThat(GivenOptions.of("sweep.roots=/ci/work").sweep())
                .contains(new SweepOptions(
                        List.of(new SweepRoot(Path.of("/ci/work"), "")),
                        false,
                        Duration.ofHours(24),
                        Duration.ofSeconds(90)));
    }

    @Test
    void allOfItCanBeSet() {
        assertThat(GivenOptions.of("sweep.roots=/ci/work ; /tmp/build-*,sweep.mode=Delete,sweep.age=90m")
                        .sweep())
                .contains(new SweepOptions(
                        List.of(new SweepRoot(Path.of("/ci/work"), ""), new SweepRoot(Path.of("/tmp"), "build-*")),
                        true,
                        Duration.ofMinutes(90),
                        Duration.ofSeconds(90)));
    }

    @Test
    void nobodyIsIdleByDefault() {
        assertThat(GivenOptions.of("").idleTtl()).isZero();
        assertThat(GivenOptions.of("idle.ttl=off").idleTtl()).isZero();
        assertThat(GivenOptions.of("idle.ttl=2h").idleTtl()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void whoMakesNoProgressIsAskedAfterAMinuteUnlessThatIsOff() {
        assertThat(GivenOptions.of("").hangAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(GivenOptions.of("hang.after=off").hangAfter()).isZero();
        assertThat(GivenOptions.of("hang.after=5s").hangAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang.after=4s",
                "hang.after=none",
                "sweep.roots",
                "sweep.roots=",
                "sweep.roots=/home",
                "sweep.roots=/ci/work;/",
                "sweep.roots=/ci/work;",
                "sweep.roots=work",
                "sweep.roots=/tmp/*",
                "sweep.mode=remove",
                "sweep.mode",
                "sweep.age=59m",
                "sweep.age=1d",
                "sweep.age=3600",
                "idle.ttl=9s",
                "idle.ttl=169h",
                "idle.ttl=none",
                "idle.ttl=3600"
            })
    void aValueThatIsNoneIsOneLineThatSaysWhatIsAllowed(String argument) {
        Parsed parsed = parsed(argument);
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Bad.class,
                        bad -> assertThat(bad.line())
                                .contains(argument.replaceAll("=.*", ""))
                                .containsAnyOf(
                                        "/tmp/build-*",
                                        "report or delete",
                                        "1h to 87600h",
                                        "off, or 10s to 168h",
                                        "off, or 5s to 168h"));
    }

    @Test
    void aKeyThatIsMisspelledIsFoundAmongThem() {
        assertThat(parsed("sweep.root=/ci/work"))
                .isInstanceOfSatisfying(
                        Parsed.Bad.class,
                        bad -> assertThat(bad.line()).contains("did you mean \"sweep.roots\"?", "sweep.mode"));
    }

    private static Parsed parsed(String argument) {
        return Parsed.of(argument, Map.of(), Map.of(), file -> {
            throw new IOException("no files here");
        });
    }
}

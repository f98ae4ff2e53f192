package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.intercept.HookOptions;
import io.forkwatch.probe.intercept.InjectedFault;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.process.death.ExpectedEnds;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.publish.http.PortOptions;
import io.forkwatch.probe.publish.http.PortRange;
import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.tls.TlsOptions;
import io.forkwatch.probe.report.ExitsOptions;
import io.forkwatch.probe.report.LogOptions;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.sample.SamplingOptions;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionParserTest {
    private static final ProbeOptions DEFAULTS = ProbeOptions.defaults();

    @Test
    void defaultsAreWhatTheManualSays() {
        assertThat(DEFAULTS.enabled()).isTrue();
        assertThat(DEFAULTS.nested()).isFalse();
        assertThat(DEFAULTS.sampling()).isEqualTo(new SamplingOptions(Duration.ofSeconds(1), true, Optional.empty()));
        assertThat(DEFAULTS.port())
                .isEqualTo(new PortOptions("127.0.0.1", new PortRange(9797, 9797), AuthOptions.NONE, TlsOptions.NONE));
        assertThat(DEFAULTS.log())
                .isEqualTo(new LogOptions(Optional.empty(), LogFormat.TEXT, SummaryMode.ABNORMAL, Language.EN, false));
        assertThat(DEFAULTS.exits()).isEqualTo(new ExitsOptions(200, Optional.empty(), 10 << 20));
        assertThat(DEFAULTS.orphans())
                .isEqualTo(new OrphanRules(
                        Duration.ofSeconds(60), Duration.ofMinutes(30), List.of(), Duration.ofMinutes(60)));
        assertThat(DEFAULTS.hooks()).isEqualTo(new HookOptions(true, 0, InjectedFault.NONE));
        assertThat(DEFAULTS.kindRules()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", ",", " , ,,"})
    void nothingGivesTheDefaults(String argument) {
        assertThat(parsed(argument)).isEqualTo(new Parsed.Good(DEFAULTS));
    }

    @Test
    void readsEveryOption() {
        ProbeOptions options = good("enabled=off, interval=250ms,cadence=fixed,pss=30s,host = ::1,port=9797-9816,"
                + "log=/var/log/fw.log,log.format=json,summary=all,locale=FR,exits.keep=0,exits.file=exits.jsonl,"
                + "exits.size=64k,quiet=yes,reaper=0,nested=on,stderr.tail=4k,orphan.age=1s,orphan.cooldown=2m,"
                + "orphan.patterns=pytest;chrome,orphan.pattern.age=3h,kind.my-db=post(gres|master),"
                + "test.fault=overflow,");

        assertThat(options.enabled()).isFalse();
        assertThat(options.nested()).isTrue();
        assertThat(options.sampling())
                .isEqualTo(new SamplingOptions(Duration.ofMillis(250), false, Optional.of(Duration.ofSeconds(30))));
        assertThat(options.port())
                .isEqualTo(new PortOptions("::1", new PortRange(9797, 9816), AuthOptions.NONE, TlsOptions.NONE));
        assertThat(options.log())
                .isEqualTo(new LogOptions(
                        Optional.of(Path.of("/var/log/fw.log")), LogFormat.JSON, SummaryMode.ALL, Language.FR, true));
        assertThat(options.exits()).isEqualTo(new ExitsOptions(0, Optional.of(Path.of("exits.jsonl")), 64 << 10));
        assertThat(options.orphans())
                .isEqualTo(new OrphanRules(
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        List.of("pytest", "chrome"),
                        Duration.ofHours(3)));
        assertThat(options.hooks()).isEqualTo(new HookOptions(false, 4096, InjectedFault.OVERFLOW));
        assertThat(rules(options)).containsExactly("my-db=post(gres|master)");
    }

    @Test
    void aFlagAloneMeansTrue() {
        assertThat(good("quiet").log().quiet()).isTrue();
        assertThat(parsed("", Map.of("forkwatch.quiet", ""), Map.of())).isEqualTo(parsed("quiet"));
        assertThat(inFile("quiet")).isEqualTo(parsed("quiet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"quiet=", "interval", "interval=", "host=", "log=", "port", "kind.db=", "kind.db"})
    void anEmptyValueIsNotAllowed(String argument) {
        String key = argument.replace("=", "");

        assertThat(bad(argument)).startsWith("is off: " + key).contains("(in the agent argument)");
    }

    @Test
    void theStrongerSourceWins() {
        Map<String, String> environment = Map.of("FORKWATCH_INTERVAL", "1m");
        Map<String, String> properties = Map.of("forkwatch.interval", "2m");

        assertThat(goodOf(parsed("", Map.of(), environment)).sampling().interval())
                .hasMinutes(1);
        assertThat(goodOf(parsed("", properties, environment)).sampling().interval())
                .hasMinutes(2);
        assertThat(goodOf(Parsed.of("@f", properties, environment, file -> "interval=3m"))
                        .sampling()
                        .interval())
                .hasMinutes(3);
        assertThat(goodOf(Parsed.of("interval=4m,@f", properties, environment, file -> "interval=3m"))
                        .sampling()
                        .interval())
                .hasMinutes(4);
    }

    @Test
    void inOneSourceTheLastDuplicateWins() {
        assertThat(good("port=1,port=2").port().ports()).isEqualTo(new PortRange(2, 2));
        assertThat(goodOf(Parsed.of("@1,@2", Map.of(), Map.of(), file -> "port=" + file))
                        .port()
                        .ports())
                .isEqualTo(new PortRange(2, 2));
    }

    @Test
    void anOverriddenSettingIsStillChecked() {
        assertThat(badOf(parsed("enabled=false,interval=1s", Map.of("forkwatch.interval", "5"), Map.of())))
                .isEqualTo("is off: interval=\"5\" (from the system property forkwatch.interval)"
                        + " is not allowed: 100ms to 1h, for example 1s");
    }

    @Test
    void environmentSpellsDotsAsUnderscores() {
        ProbeOptions options = goodOf(parsed(
                "",
                Map.of(),
                Map.of("FORKWATCH_LOG_FORMAT", "json", "FORKWATCH_KIND_MY_NAME", "x+", "FORKWATCHER", "not ours")));

        assertThat(options.log().format()).isEqualTo(LogFormat.JSON);
        assertThat(rules(options)).containsExactly("my-name=x+");
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        assertThat(parsed("", Map.of(), Map.of("FORKWATCH_INTERVAL", "", "FORKWATCH_QUIET", " ")))
                .isEqualTo(new Parsed.Good(DEFAULTS));
    }

    @Test
    void onlyACommaIsEscaped() {
        assertThat(rules(good("kind.a=x{1\\,2}\\d\\\\.,kind.b=\\w"))).containsExactly("a=x{1,2}\\d\\\\.", "b=\\w");
    }

    @Test
    void normalEndsAreAListOfTheirKind() {
        ExpectedEnds ends = good("port=0,expect.surefire-fork=1,3,quiet").expectedEnds();

        assertThat(ends.isNamed(Deaths.byExit(1).death())).isTrue();
        assertThat(ends.isNamed(Deaths.byExit(3).death())).isTrue();
        assertThat(ends.isNamed(Deaths.byExit(2).death())).isFalse();
        assertThat(good("expect.worker=1;143")
                        .expectedEnds()
                        .isNamed(Deaths.byExit(1).death()))
                .as("another kind")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expect.a=",
                "expect.a=x",
                "expect.a=256",
                "expect.a=1\\,",
                "expect.A=1",
                "expect.=1",
                "expect.a=-1"
            })
    void whatIsNoListOfExitValuesIsRefused(String argument) {
        assertThat(bad(argument)).contains(argument.substring(0, 8));
    }

    @Test
    void kindRulesKeepTheirOrderAndStrongerSourcesComeFirst() {
        String file = "kind.z=file z\nkind.c=file c\nkind.b=file b\n";
        Parsed parsed = Parsed.of(
                "kind.y=y,@f,kind.c=c",
                Map.of("forkwatch.kind.q", "q", "forkwatch.kind.p", "p", "forkwatch.kind.b", "weak"),
                Map.of("FORKWATCH_KIND_O", "o", "FORKWATCH_KIND_N", "n"),
                name -> file);

        assertThat(rules(goodOf(parsed)))
                .containsExactly("y=y", "c=c", "z=file z", "b=file b", "p=p", "q=q", "n=n", "o=o");
    }

    @Test
    void aFileIsUtf8PropertiesAndMayStartWithAByteOrderMark() {
        ProbeOptions options = goodOf(inFile("\uFEFF# ours\ninterval : 2s  \n\nkind.a = \\\\d,été\n"));

        assertThat(options.sampling().interval()).hasSeconds(2);
        assertThat(rules(options)).containsExactly("a=\\d,été");
    }

    @Test
    void theFileIsTheOneNamed() {
        Parsed parsed = Parsed.of(
                " @ dir/a\\,b.properties ",
                Map.of(),
                Map.of(),
                file -> file.equals("dir/a,b.properties") ? "quiet" : "?");

        assertThat(goodOf(parsed).log().quiet()).isTrue();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        String start = "is off: cannot read options from @conf (in the agent argument): ";

        assertThat(unreadable(new NoSuchFileException("conf"))).isEqualTo(start + "no such file");
        assertThat(unreadable(new AccessDeniedException("conf"))).isEqualTo(start + "permission denied");
        assertThat(unreadable(new MalformedInputException(1))).isEqualTo(start + "not UTF-8");
        assertThat(unreadable(new IOException("a\nb"))).isEqualTo(start + "a\\nb");
        assertThat(badOf(Parsed.of("@conf", Map.of(), Map.of(), file -> "a=\\u00zz")))
                .startsWith(start)
                .contains("Malformed");
        assertThat(bad("@")).contains("a file name must follow the @");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "intervall=1s | \"intervall\" (in the agent argument, value \"1s\"); did you mean \"interval\"?",
                "Quiet        | \"Quiet\" (in the agent argument); did you mean \"quiet\"?",
                "logFormat=x  | \"logFormat\" (in the agent argument, value \"x\"); did you mean \"log.format\"?",
                "kinds.db=x   | \"kinds.db\" (in the agent argument, value \"x\"); did you mean \"kind.NAME\"?",
                "prot=1       | \"prot\" (in the agent argument, value \"1\"); did you mean \"port\"?",
                "=1           | \"\" (in the agent argument, value \"1\"); known:",
                "frequency=1  | \"frequency\" (in the agent argument, value \"1\"); known:",
                "test.faul=x  | \"test.faul\" (in the agent argument, value \"x\"); known:",
            })
    void anUnknownOptionNamesTheNearestAndAll(String argument, String text) {
        assertThat(bad(argument))
                .startsWith("is off: unknown option " + text)
                .contains(
                        "known: enabled, interval, cadence, host, port, ",
                        ", locale, ",
                        ", orphan.age, ",
                        ", kind.NAME")
                .doesNotContain("test.fault");
    }

    @Test
    void whatAnApplicationSaysOfItselfIsNoOption() {
        assertThat(parsed("", Map.of("forkwatch.status", "OrderTest.pays"), Map.of()))
                .isEqualTo(parsed(""));
    }

    @Test
    void anUnknownOptionIsSuggestedInTheSpellingOfItsSource() {
        assertThat(badOf(parsed("", Map.of("forkwatch.log.fromat", "json"), Map.of())))
                .contains("unknown option \"forkwatch.log.fromat\" (in the system properties, value \"json\")")
                .contains("did you mean \"forkwatch.log.format\"?");
        assertThat(badOf(parsed("", Map.of(), Map.of("FORKWATCH_LOGFORMAT", "secret"))))
                .contains("unknown option \"FORKWATCH_LOGFORMAT\" (in the environment);")
                .contains("did you mean \"FORKWATCH_LOG_FORMAT\"?")
                .doesNotContain("secret");
        assertThat(badOf(inFile("intervall=1s"))).contains("\"intervall\" (in conf, value \"1s\")");
    }

    @Test
    void aCommaThatWasNotEscapedIsExplained() {
        assertThat(bad("kind.a=x{1,2}"))
                .contains("kind.a=\"x{1\"")
                .endsWith("position 3 (write \\, for a comma inside a value)");
        assertThat(bad("kind.a=x,y"))
                .contains("unknown option \"y\"")
                .endsWith("(write \\, for a comma inside a value)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled=maybe    | enabled=\"maybe\"    | true or false",
                "interval=5       | interval=\"5\"       | 100ms to 1h, for example 1s",
                "host=a b         | host=\"a b\"         | an address or a host name, for example 127.0.0.1",
                "port=99999       | port=\"99999\"       | 0 to 65535, or a range like 9797-9816",
                "log=stdout       | log=\"stdout\"       | stderr or a file",
                "log.format=xml   | log.format=\"xml\"   | text or json",
                "summary=some     | summary=\"some\"     | abnormal, all or none",
                "locale=de        | locale=\"de\"       | en or fr",
                "quiet=2          | quiet=\"2\"          | true or false",
                "reaper=none      | reaper=\"none\"      | true or false",
                "kind.A=x         | kind.A=\"x\"         | a regex of 1 to 500 characters; NAME is 1 to 40 of a-z 0-9 . _ -",
                "test.fault=crash | test.fault=\"crash\" | none, throw, overflow or memory",
            })
    void aBadValueSaysWhatIsAllowed(String argument, String assignment, String allowed) {
        assertThat(bad(argument))
                .isEqualTo("is off: " + assignment + " (in the agent argument) is not allowed: " + allowed);
    }

    @Test
    void aBadValueNamesItsVariable() {
        assertThat(badOf(parsed("", Map.of(), Map.of("FORKWATCH_INTERVAL", "5"))))
                .isEqualTo("is off: interval=\"5\" (from FORKWATCH_INTERVAL) is not allowed:"
                        + " 100ms to 1h, for example 1s");
    }

    @Test
    void aBadRegexNamesThePosition() {
        assertThat(bad("kind.db=ab(c"))
                .startsWith("is off: kind.db=\"ab(c\" (in the agent argument) is not a regular expression:"
                        + " Unclosed group, at position 4");
    }

    @Test
    void aDeeplyNestedRegexDoesNotOverflowTheStack() {
        assertThat(good("kind.a=" + "(".repeat(250) + ")".repeat(250)).kindRules())
                .hasSize(1);
        assertThat(bad("kind.a=" + "(".repeat(100_000))).contains("1 to 500 characters");
    }

    @Test
    void aLineIsOneLineAndShort() {
        assertThat(bad("port=a\nb\u001b[31m\u2028\u202e"))
                .contains("port=\"a\\nb\\u001b[31m\\u2028\\u202e\"")
                .doesNotContain("\n");
        assertThat(bad("port=" + "9".repeat(10_000)))
                .contains("9".repeat(197) + "...\"")
                .hasSizeLessThan(400);
        assertThat(badOf(parsed("@" + "d/".repeat(5_000), Map.of(), Map.of()))).hasSizeLessThanOrEqualTo(600);
        assertThat(bad("\ud83d\ude00".repeat(5_000) + "=" + "x".repeat(5_000))).hasSizeLessThanOrEqualTo(600);
    }

    @Test
    void readsThisJvm() {
        assertThat(goodOf(Parsed.ofThisJvm("port=0")).port().ports()).isEqualTo(new PortRange(0, 0));
        assertThat(badOf(Parsed.ofThisJvm("@/no/such/file")))
                .contains("@/no/such/file")
                .contains("no such file");
    }

    private static ProbeOptions good(String argument) {
        return goodOf(parsed(argument));
    }

    private static String bad(String argument) {
        return badOf(parsed(argument));
    }

    private static Parsed parsed(String argument) {
        return parsed(argument, Map.of(), Map.of());
    }

    private static Parsed parsed(String argument, Map<String, String> properties, Map<String, String> environment) {
        return Parsed.of(argument, properties, environment, file -> {
            throw new NoSuchFileException(file);
        });
    }

    private static Parsed inFile(String text) {
        return Parsed.of("@conf", Map.of(), Map.of(), file -> text);
    }

    private static String unreadable(IOException why) {
        return badOf(Parsed.of("quiet,@conf", Map.of(), Map.of(), file -> {
            throw why;
        }));
    }

    private static ProbeOptions goodOf(Parsed parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good) parsed).options();
    }

    private static String badOf(Parsed parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Bad.class);
        return ((Parsed.Bad) parsed).line();
    }

    private static List<String> rules(ProbeOptions options) {
        return options.kindRules().stream().map(OptionParserTest::text).toList();
    }

    private static String text(KindRule rule) {
        return rule.kind() + "=" + rule.pattern();
    }
}

package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.program.OneChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a user can set, and what happens where it is wrong. The application is the same in every case. */
final class OptionsIT {
    private static final String DEATH_LINE = "[forkwatch] child died: ";
    private static final int EXIT_VALUE = 5;

    @OnEveryJdk
    void withoutTheAgentTheApplicationIsTheSame(Jdk jdk) {
        assertThat(run(application(jdk))).isEmpty();
    }

    @OnEveryJdk
    void anUnknownKeyIsOneLineThatNamesTheNearest(Jdk jdk) {
        List<String> stderr = run(application(jdk).watched("prot=1"));

        assertRefused(stderr, "\"prot\"", "did you mean \"port\"");
    }

    @OnEveryJdk
    void aBadValueInTheArgumentIsOneLine(Jdk jdk) {
        List<String> stderr = run(application(jdk).watched("port=abc"));

        assertRefused(stderr, "port=\"abc\"", "0 to 65535");
    }

    @OnEveryJdk
    void aBadValueInASystemPropertyIsOneLine(Jdk jdk) {
        List<String> stderr = run(application(jdk).watched("port=0").withJvmOptions("-Dforkwatch.interval=5"));

        assertRefused(stderr, "forkwatch.interval", "\"5\"", "100ms to 1h");
    }

    @OnEveryJdk
    void aBadValueInTheEnvironmentIsOneLine(Jdk jdk) {
        List<String> stderr = run(application(jdk).watched("port=0").withEnvironment("FORKWATCH_SUMMARY", "some"));

        assertRefused(stderr, "FORKWATCH_SUMMARY", "\"some\"", "abnormal, all or none");
    }

    @OnEveryJdk
    void aBadValueInAFileIsOneLine(Jdk jdk) throws IOException {
        Path file = file("port=0\nlog.format=xml\n");
        List<String> stderr = run(application(jdk).watched("@" + file));

        assertRefused(stderr, "log.format=\"xml\"", file.toString(), "text or json");
    }

    @OnEveryJdk
    void aFileThatIsNotThereIsOneLine(Jdk jdk) {
        List<String> stderr = run(application(jdk).watched("@/no/such/file"));

        assertRefused(stderr, "@/no/such/file", "no such file");
    }

    @OnEveryJdk
    void aFileSetsOptions(Jdk jdk) throws IOException {
        Path file = file("# comment\nport=0\nquiet=true\nlog.format=json\n");
        List<String> stderr = run(application(jdk).watched("@" + file));

        assertExactDeath(Summaries.parse(stderr).all());
    }

    @OnEveryJdk
    void theArgumentIsStrongerThanThePropertyAndThatThanTheEnvironment(Jdk jdk) {
        Launch launch = application(jdk)
                .watched("port=0,quiet=true")
                .withJvmOptions("-Dforkwatch.log.format=json", "-Dforkwatch.quiet=false")
                .withEnvironment("FORKWATCH_LOG_FORMAT", "text")
                .withEnvironment("FORKWATCH_QUIET", "false");

        assertExactDeath(Summaries.parse(run(launch)).all());
    }

    @OnEveryJdk
    void offByOptionSaysSo(Jdk jdk) {
        assertThat(run(application(jdk).watched("enabled=false")))
                .containsExactly("[forkwatch] is off by option: enabled=false");
        assertThat(run(application(jdk).watched("").withEnvironment("FORKWATCH_ENABLED", "false")))
                .containsExactly("[forkwatch] is off by option: enabled=false");
    }

    @OnEveryJdk
    void quietLeavesOutTheStartLineOnly(Jdk jdk) {
        assertThat(run(application(jdk).watched("port=0,quiet=true")))
                .first()
                .asString()
                .startsWith(DEATH_LINE);
    }

    @OnEveryJdk
    void aLogFileGetsWhatStderrWouldGet(Jdk jdk) throws IOException {
        Path log = Shipped.newDirectory("log").resolve("forkwatch.log");
        List<String> stderr = run(application(jdk).watched("port=0,log=" + log));

        assertThat(stderr).isEmpty();
        assertThat(Files.readAllLines(log)).anyMatch(line -> line.startsWith(DEATH_LINE));
    }

    @OnEveryJdk
    void jsonIsOneObjectALine(Jdk jdk) {
        Summaries summaries = Summaries.parse(run(application(jdk).watched("port=0,log.format=json")));

        assertExactDeath(summaries.deaths());
    }

    @OnEveryJdk
    void summaryAllTellsACleanExitInOneLine(Jdk jdk) {
        Outcome outcome = Program.of(jdk, OneChild.class, "exit 0")
                .watched("port=0,quiet=true,summary=all")
                .run("options");

        assertThat(outcome.stderrLines())
                .singleElement()
                .asString()
                .matches("\\[forkwatch] child ended: sh\\[0] pid \\d+ after .+: exit 0.*");
    }

    @OnEveryJdk
    void summaryNoneTellsNoEnd(Jdk jdk) {
        assertThat(run(application(jdk).watched("port=0,quiet=true,summary=none")))
                .isEmpty();
    }

    @OnEveryJdk
    void withoutTheReaperHookTheExitValueIsStillThere(Jdk jdk) {
        // It ends between two samples: one that comes before the JDK's reaper would see all.
        Launch launch = Program.of(jdk, OneChild.class, "sleep 0.6; exit " + EXIT_VALUE)
                .watched("port=0,reaper=off,interval=10s,cadence=fixed,log.format=json");
        List<Summary> deaths = Summaries.parse(run(launch)).deaths();

        assertThat(deaths).singleElement().satisfies(death -> {
            assertThat(death.number("mechanism.exit_value")).isEqualTo(EXIT_VALUE);
            assertThat(death.text("mechanism.certainty")).isEqualTo("code_only");
            assertThat(death.has("mechanism.raw_status")).isFalse();
            assertThat(death.text("cause.reason")).isEqualTo("error");
        });
    }

    @OnEveryJdk
    void anUnwritableLogFileIsOneLineAndStderrServes(Jdk jdk) {
        List<String> stderr = run(application(jdk).watched("port=0,log=/no/such/directory/forkwatch.log"));

        assertThat(stderr)
                .filteredOn(line -> line.contains("log=/no/such/directory/forkwatch.log"))
                .hasSize(1);
        assertThat(stderr).anyMatch(line -> line.startsWith(DEATH_LINE));
    }

    private static Launch application(Jdk jdk) {
        return Program.of(jdk, OneChild.class, "exit " + EXIT_VALUE);
    }

    /** Its stderr; what it prints and how it exits has to be the same whatever is set. */
    private static List<String> run(Launch launch) {
        Outcome outcome = launch.run("options");
        assertThat(outcome.stdout()).isEqualTo("child: " + EXIT_VALUE + "\n");
        assertThat(outcome.exitValue()).isEqualTo(EXIT_VALUE);
        return outcome.stderrLines();
    }

    private static void assertRefused(List<String> stderr, String... words) {
        assertThat(stderr)
                .singleElement()
                .asString()
                .startsWith("[forkwatch] is off: ")
                .contains(words);
    }

    private static void assertExactDeath(List<Summary> records) {
        assertThat(records).singleElement().satisfies(death -> {
            assertThat(death.number("mechanism.raw_status")).isEqualTo(EXIT_VALUE << 8);
            assertThat(death.text("mechanism.certainty")).isEqualTo("exact");
        });
    }

    private static Path file(String text) throws IOException {
        return Files.writeString(Shipped.newDirectory("options").resolve("forkwatch.properties"), text);
    }
}

package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTitlesTest {
    private static CommandLine command(String... arguments) {
        return new CommandLine(List.of(arguments));
    }

    @ParameterizedTest
    @CsvSource({
        "surefire-fork, java -jar /t/surefirebooter-3.jar /t 2026-11-22T10-00-00_123-jvmRun12 surefire.tmp, fork 12",
        "surefire-fork, sh -c cd /ci && java -jar b.jar /t x-jvmRun1 s.tmp, fork 1",
        "spark-executor, java o.a.s.CoarseGrainedExecutorBackend --driver-url x --executor-id 3 --cores 1, executor 3",
        "yarn-container, bash -c /nm/container_1700000000000_0001_01_000003/launch.sh,"
                + " container_1700000000000_0001_01_000003",
        "storm-worker, java -Dworker.id=5f3c-11 org.apache.storm.daemon.worker.Worker, worker 5f3c-11",
        "selenium-driver, chromedriver --port=45123, port 45123",
        "jboss-modules, java -D[Server:one] -jar jboss-modules.jar, server one",
        "jboss-modules, java -D[pcid:12] -D[Server:server-two] -jar jboss-modules.jar, server server-two",
        "jboss-modules, java -D[Host Controller] -jar jboss-modules.jar, Host Controller",
        "jboss-modules, java -D[Standalone] -server -jar jboss-modules.jar, Standalone",
    })
    void isWhatTheLauncherCallsIt(String kind, String line, String title) {
        assertThat(LauncherTitles.of(new Kind(kind), command(line.split(" ")))).contains(title);
    }

    @Test
    void aWorkerOfGradleHasItsNameAsOneArgument() {
        CommandLine worker = command("java", "-cp", "x", "worker.GradleWorkerMain", "Gradle Test Executor 4");
        assertThat(LauncherTitles.of(new Kind("gradle-worker"), worker)).contains("Gradle Test Executor 4");

        CommandLine quoted = command("java", "-cp", "x", "worker.GradleWorkerMain", "'Gradle Test Executor 1'");
        assertThat(LauncherTitles.of(new Kind("gradle-worker"), quoted)).contains("Gradle Test Executor 1");

        CommandLine compiler = command("java", "worker.GradleWorkerMain", "\"Gradle Worker Daemon 12\"");
        assertThat(LauncherTitles.of(new Kind("gradle-worker"), compiler)).contains("Gradle Worker Daemon 12");

        CommandLine half = command("java", "worker.GradleWorkerMain", "'");
        assertThat(LauncherTitles.of(new Kind("gradle-worker"), half)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "surefire-fork, java -jar surefirebooter.jar",
        "spark-executor, java Executor --executor-id",
        "gradle-worker, java GradleWorkerMain",
        "jboss-modules, java -D[pcid:12] -Dx=[Y] -jar jboss-modules.jar",
        "worker, java x-jvmRun1 --port=1",
    })
    void whereNothingIsShownThereIsNone(String kind, String line) {
        assertThat(LauncherTitles.of(new Kind(kind), command(line.split(" ")))).isEmpty();
    }
}

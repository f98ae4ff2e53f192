package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.BuildDaemon;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.table.TextTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code wrappers.txt} and {@code kinds.txt} say, held against a second list: an entry that is wrong in one shows. */
class ShippedTablesTest {
    private static final List<String> COMMAND = List.of("java", "app.Worker");

    /** Each wrapper with each option that takes a value by its manual page, and with arguments of its own. */
    private static final List<String> WRAPPERS = List.of(
            "builtin",
            "catatonit",
            "catchsegv",
            "cgexec -g 1",
            "chpst -/ 1 -b 1 -C 1 -c 1 -d 1 -e 1 -f 1 -L 1 -l 1 -m 1 -n 1 -o 1 -p 1 -r 1 -t 1 -U 1 -u 1",
            "chroot 1",
            "chrt -D 1 -P 1 -T 1 --sched-deadline 1 --sched-period 1 --sched-runtime 1 1",
            "command",
            "cpulimit -e 1 -l 1 -P 1 -p 1 --exe 1 --limit 1 --path 1 --pid 1",
            "dbus-launch",
            "dbus-run-session",
            "doas -C 1 -u 1",
            "docker-init -e 1 -p 1",
            "dumb-init -r 1 --rewrite 1",
            "env -C 1 -u 1 --chdir 1 --unset 1",
            "envdir 1",
            "exec",
            "fakeroot",
            "faketime 1",
            "flock -E 1 -w 1 --conflict-exit-code 1 --timeout 1 --wait 1 1",
            "gosu 1",
            "ionice -c 1 -n 1 -P 1 -p 1 -u 1 --class 1 --classdata 1",
            "linux32",
            "linux64",
            "ltrace -A 1 -a 1 -e 1 -F 1 -l 1 -n 1 -o 1 -p 1 -s 1 -u 1 -w 1 -x 1",
            "nice -n 1 --adjustment 1",
            "nohup",
            "nsenter -G 1 -S 1 -t 1 --setgid 1 --setuid 1 --target 1",
            "numactl -C 1 -i 1 -m 1 -N 1 -P 1 -p 1 -w 1 --cpunodebind 1 --interleave 1 --membind 1 --physcpubind 1 --preferred 1",
            "prlimit -p 1 --pid 1",
            "runuser -G 1 -g 1 -s 1 -u 1 -w 1 --group 1 --shell 1 --supp-group 1 --user 1",
            "setarch 1",
            "setpriv --ambient-caps 1 --apparmor-profile 1 --bounding-set 1 --egid 1 --euid 1 --groups 1 --inh-caps 1 --pdeathsig 1 --regid 1 --reuid 1 --rgid 1 --ruid 1 --securebits 1 --selinux-label 1",
            "setsid",
            "setuidgid 1",
            "stdbuf -e 1 -i 1 -o 1 --error 1 --input 1 --output 1",
            "strace -a 1 -b 1 -E 1 -e 1 -I 1 -O 1 -o 1 -P 1 -p 1 -S 1 -s 1 -u 1 -X 1",
            "su-exec 1",
            "sudo -C 1 -D 1 -g 1 -h 1 -p 1 -R 1 -r 1 -T 1 -t 1 -U 1 -u 1 --chdir 1 --chroot 1 --group 1 --host 1 --prompt 1 --role 1 --type 1 --user 1",
            "systemd-cat -p 1 -t 1 --identifier 1 --priority 1",
            "systemd-inhibit",
            "systemd-run -E 1 -H 1 -M 1 -p 1 -u 1 --description 1 --gid 1 --host 1 --machine 1 --nice 1 --property 1 --service-type 1 --setenv 1 --slice 1 --uid 1 --unit 1 --working-directory 1",
            "taskset 1",
            "time -f 1 -o 1 --format 1 --output 1",
            "timeout -k 1 -s 1 --kill-after 1 --signal 1 1",
            "tini -e 1 -p 1",
            "tini-static -e 1 -p 1",
            "unbuffer",
            "unshare -G 1 -R 1 -S 1 -w 1 --map-group 1 --map-user 1 --propagation 1 --root 1 --setgid 1 --setgroups 1 --setuid 1 --wd 1",
            "valgrind",
            "winpty",
            "xvfb-run -e 1 -f 1 -n 1 -p 1 -s 1 -w 1 --auth-file 1 --error-file 1 --server-args 1 --server-num 1 --wait 1 --xauth-protocol 1");

    /** For each pattern a command that it fits. */
    private static final List<String> KINDS = List.of(
            "surefire-fork | java -jar surefirebooter-1.jar",
            "surefire-fork | java org.apache.maven.surefire.booter.ForkedBooter",
            "surefire-fork | tool @/surefireargs1",
            "gradle-worker | java worker.org.gradle.process.internal.worker.GradleWorkerMain",
            "gradle-daemon | java org.gradle.launcher.daemon.bootstrap.GradleDaemon",
            "gradle-launcher | java org.gradle.wrapper.part.Main",
            "gradle-launcher | java org.gradle.launcher.part.Main",
            "gradle-launcher | java -jar gradle-wrapper-1.jar",
            "gradle-launcher | java -jar gradle-launcher-1.jar",
            "gradle-launcher | java -jar gradle-wrapper-1.jar",
            "gradle-launcher | /bin/gradle",
            "gradle-launcher | /bin/gradlew",
            "kotlin-daemon | java org.jetbrains.kotlin.daemon.KotlinCompileDaemon",
            "kotlinc | java org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            "maven | java org.codehaus.plexus.classworlds.launcher.Launcher",
            "maven | java org.apache.maven.wrapper.part.Main",
            "maven | /bin/mvn",
            "maven | /bin/mvnw",
            "maven | /bin/mvnd",
            "jmh-fork | java org.openjdk.jmh.runner.ForkedMain",
            "ant-junit-fork | java org.apache.tools.ant.taskdefs.optional.junit.JUnitTestRunner",
            "ant | java org.apache.tools.ant.part.Main",
            "sbt-fork | java sbt.ForkMain",
            "sbt | java xsbt.boot.Boot",
            "sbt | java -jar sbt-launch-1.jar",
            "scalac | java scala.tools.nsc.part.Main",
            "scalac | java dotty.tools.dotc.part.Main",
            "junit-console | java org.junit.platform.console.part.Main",
            "junit-console | java -jar junit-platform-console-1.jar",
            "pitest-minion | java org.pitest.part.CoverageMinion",
            "pitest-minion | java org.pitest.mutationtest.execute.part.Main",
            "pitest-minion | java org.pitest.coverage.execute.part.Main",
            "bazel-worker | tool --persistent_worker",
            "jenkins-agent | java hudson.remoting.part.Main",
            "jenkins-agent | java -jar agent.jar",
            "jenkins-agent | java -jar slave.jar",
            "jenkins-agent | java -jar remoting-1.jar",
            "teamcity-agent | java jetbrains.buildServer.agent.part.Main",
            "spark-executor | java org.apache.spark.executor.part.Main",
            "spark-executor | java org.acme.KubernetesExecutorBackend",
            "spark-driver | java org.apache.spark.deploy.SparkSubmit",
            "spark-driver | java org.apache.spark.deploy.worker.DriverWrapper",
            "spark-driver | java org.apache.spark.deploy.yarn.ApplicationMaster",
            "spark-driver | /bin/spark-submit",
            "mapreduce-task | java org.apache.hadoop.mapred.YarnChild",
            "yarn-container | /bin/container-executor",
            "yarn-container | /bin/launch_container",
            "yarn-container | /bin/default_container_executor_x",
            "yarn-container | /bin/docker_container_executor_x",
            "storm-worker | java org.apache.storm.daemon.worker.Worker",
            "storm-worker | java org.apache.storm.daemon.worker",
            "storm-worker | java org.apache.storm.LogWriter",
            "storm-worker | /bin/worker-launcher",
            "flink-taskmanager | java org.apache.flink.runtime.TaskManagerRunner",
            "flink-taskmanager | java org.apache.flink.runtime.TaskExecutorRunner",
            "flink-jobmanager | java org.apache.flink.runtime.ClusterEntrypointMain",
            "selenium-driver | /bin/chromedriver",
            "selenium-driver | /bin/geckodriver",
            "selenium-driver | /bin/msedgedriver",
            "selenium-driver | /bin/operadriver",
            "selenium-driver | /bin/webkitwebdriver",
            "selenium-driver | /bin/safaridriver",
            "selenium-driver | /bin/iedriverserver",
            "chrome | /bin/chrome",
            "chrome | /bin/google-chrome-x",
            "chrome | /bin/chromium-x",
            "chrome | /bin/chrome-headless-x",
            "chrome | /bin/headless_shell",
            "firefox | /bin/firefox",
            "firefox | /bin/firefox-bin",
            "firefox | /bin/firefox-esr",
            "postgres | /bin/postgres",
            "postgres | /bin/postmaster",
            "kafka | java kafka.Kafka",
            "kafka | /bin/kafka-server-start",
            "zookeeper | java org.apache.zookeeper.server.part.Main",
            "elasticsearch | java org.elasticsearch.part.Main",
            "opensearch | java org.opensearch.part.Main",
            "cassandra | java org.apache.cassandra.service.part.Main",
            "tomcat | java org.apache.catalina.startup.part.Main");

    private static final String WRAPPER_TABLE = TextTable.shipped(Wrappers.class, "wrappers.txt");
    private static final String KIND_TABLE = TextTable.shipped(Wrappers.class, "kinds.txt");

    @Test
    void eachWrapperIsTakenOffWithAllThatIsItsOwn() {
        assertThat(WRAPPERS)
                .allSatisfy(wrapper -> assertThat(
                                Wrappers.lookThrough(Stream.concat(words(wrapper).stream(), COMMAND.stream())
                                        .toList()))
                        .isEqualTo(COMMAND));
    }

    @Test
    void noWrapperHasMoreThanThat() {
        Map<String, WrapperSyntax> shipped = WrapperSyntax.parse(WRAPPER_TABLE);

        assertThat(shipped.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        WRAPPERS.stream().map(wrapper -> words(wrapper).get(0)).toList());
        assertThat(WRAPPERS).allSatisfy(wrapper -> {
            WrapperSyntax syntax =
                    Objects.requireNonNull(shipped.get(words(wrapper).get(0)));
            assertThat(words(wrapper))
                    .hasSize(1
                            + 2 * syntax.shortWithValue().length()
                            + 2 * syntax.longWithValue().size()
                            + syntax.operands());
        });
    }

    @Test
    void eachCommandHasItsKind() {
        BuiltInKinds shipped = BuiltInKinds.parse(KIND_TABLE);

        assertThat(KINDS)
                .allSatisfy(example ->
                        assertThat(shipped.kindOf(commandOf(example))).contains(new Kind(kindOf(example))));
    }

    @Test
    void eachPatternFitsACommandOfItsKind() {
        for (TextTable.Row row : TextTable.parse(KIND_TABLE)) {
            for (String pattern : row.words(2)) {
                BuiltInKinds alone = BuiltInKinds.parse(row.word(0) + '|' + row.word(1) + '|' + pattern);
                assertThat(KINDS)
                        .as(pattern)
                        .anyMatch(example -> kindOf(example).equals(row.word(0))
                                && alone.kindOf(commandOf(example)).isPresent());
            }
        }
    }

    private static String kindOf(String example) {
        return example.substring(0, example.indexOf(' '));
    }

    private static ResolvedCommand commandOf(String example) {
        return ResolvedCommand.of(words(example.substring(example.indexOf('|') + 2)));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" ", -1));
    }

    /** They are known by these names elsewhere. */
    @Test
    void theDaemonsOfBuildToolsAreKindsOfTheTable() {
        for (String command : List.of(
                "java org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5",
                "java org.jetbrains.kotlin.daemon.KotlinCompileDaemon")) {
            Kind kind = new KindNamer(List.of()).nameOf(new CommandLine(List.of(command.split(" ", -1))));
            assertThat(BuildDaemon.isOne(kind)).as(command).isTrue();
        }
    }
}

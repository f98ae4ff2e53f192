package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.Kind;
import java.util.List;
import java.util.Optional;

/** The roles that are known without a user's rule: what launchers of the JVM world start. The first hit wins. */
final class BuiltInKinds {
    /** Where a rule looks. */
    private enum Where {
        MAIN_CLASS,
        JAR,
        PROGRAM,
        ARGUMENT;

        boolean holds(Glob glob, ResolvedCommand target, String file) {
            return switch (this) {
                case MAIN_CLASS -> target.form() == ResolvedCommand.Form.MAIN_CLASS && glob.matches(target.name());
                case JAR -> target.form() == ResolvedCommand.Form.JAR && glob.matches(file);
                case PROGRAM -> target.form() == ResolvedCommand.Form.FILE && glob.matches(file);
                case ARGUMENT -> target.arguments().stream().anyMatch(glob::matches);
            };
        }
    }

    /** A text in which {@code *} stands for any characters. */
    private record Glob(List<String> parts) {
        static Glob of(String text) {
            return new Glob(List.of(text.split("\\*", -1)));
        }

        boolean matches(String candidate) {
            if (parts.size() == 1) {
                return candidate.equals(parts.get(0));
            }
            String last = parts.get(parts.size() - 1);
            int end = candidate.length() - last.length();
            int at = parts.get(0).length();
            if (end < at || !candidate.startsWith(parts.get(0)) || !candidate.endsWith(last)) {
                return false;
            }
            for (String part : parts.subList(1, parts.size() - 1)) {
                int found = candidate.indexOf(part, at);
                if (found < 0 || found + part.length() > end) {
                    return false;
                }
                at = found + part.length();
            }
            return true;
        }
    }

    private record Rule(Kind kind, Where where, List<Glob> globs) {
        boolean holds(ResolvedCommand target, String file) {
            return globs.stream().anyMatch(glob -> where.holds(glob, target, file));
        }
    }

    private static final List<Rule> RULES = List.of(
            // Test forks and builds. Failsafe starts the same booter as Surefire.
            rule("surefire-fork", Where.JAR, "surefirebooter*"),
            rule("surefire-fork", Where.MAIN_CLASS, "org.apache.maven.surefire.booter.ForkedBooter"),
            // With a module path, class and options are all in a file of arguments.
            rule("surefire-fork", Where.ARGUMENT, "@*surefireargs*"),
            rule("gradle-worker", Where.MAIN_CLASS, "*org.gradle.process.internal.worker.GradleWorkerMain"),
            rule("gradle-daemon", Where.MAIN_CLASS, "org.gradle.launcher.daemon.bootstrap.GradleDaemon"),
            rule("gradle-launcher", Where.MAIN_CLASS, "org.gradle.wrapper.*", "org.gradle.launcher.*"),
            rule("gradle-launcher", Where.JAR, "gradle-wrapper*.jar", "gradle-launcher*", "gradle-wrapper*"),
            rule("gradle-launcher", Where.PROGRAM, "gradle", "gradlew"),
            rule("kotlin-daemon", Where.MAIN_CLASS, "org.jetbrains.kotlin.daemon.KotlinCompileDaemon"),
            rule("kotlinc", Where.MAIN_CLASS, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"),
            rule("maven", Where.MAIN_CLASS, "org.codehaus.plexus.classworlds.launcher.Launcher"),
            rule("maven", Where.MAIN_CLASS, "org.apache.maven.wrapper.*"),
            rule("maven", Where.PROGRAM, "mvn", "mvnw", "mvnd"),
            rule("jmh-fork", Where.MAIN_CLASS, "org.openjdk.jmh.runner.ForkedMain"),
            rule("ant-junit-fork", Where.MAIN_CLASS, "org.apache.tools.ant.taskdefs.optional.junit*"),
            rule("ant", Where.MAIN_CLASS, "org.apache.tools.ant.*"),
            rule("sbt-fork", Where.MAIN_CLASS, "sbt.ForkMain"),
            rule("sbt", Where.MAIN_CLASS, "xsbt.boot.Boot"),
            rule("sbt", Where.JAR, "sbt-launch*"),
            rule("scalac", Where.MAIN_CLASS, "scala.tools.nsc.*", "dotty.tools.dotc.*"),
            rule("junit-console", Where.MAIN_CLASS, "org.junit.platform.console.*"),
            rule("junit-console", Where.JAR, "junit-platform-console*"),
            rule("pitest-minion", Where.MAIN_CLASS, "org.pitest.*Minion", "org.pitest.mutationtest.execute.*"),
            rule("pitest-minion", Where.MAIN_CLASS, "org.pitest.coverage.execute.*"),
            rule("bazel-worker", Where.ARGUMENT, "--persistent_worker"),
            rule("jenkins-agent", Where.MAIN_CLASS, "hudson.remoting.*"),
            rule("jenkins-agent", Where.JAR, "agent.jar", "slave.jar", "remoting*"),
            rule("teamcity-agent", Where.MAIN_CLASS, "jetbrains.buildServer.agent.*"),
            // Cluster workers.
            rule("spark-executor", Where.MAIN_CLASS, "org.apache.spark.executor.*"),
            rule("spark-executor", Where.MAIN_CLASS, "*KubernetesExecutorBackend"),
            rule("spark-driver", Where.MAIN_CLASS, "org.apache.spark.deploy.SparkSubmit"),
            rule("spark-driver", Where.MAIN_CLASS, "org.apache.spark.deploy.worker.DriverWrapper"),
            rule("spark-driver", Where.MAIN_CLASS, "org.apache.spark.deploy.yarn.ApplicationMaster"),
            rule("spark-driver", Where.PROGRAM, "spark-submit"),
            rule("mapreduce-task", Where.MAIN_CLASS, "org.apache.hadoop.mapred.YarnChild"),
            rule("yarn-container", Where.PROGRAM, "container-executor", "launch_container"),
            rule("yarn-container", Where.PROGRAM, "default_container_executor*", "docker_container_executor*"),
            // Storm's supervisor starts a LogWriter, which starts the worker.
            rule("storm-worker", Where.MAIN_CLASS, "*.storm.daemon.worker.Worker", "*.storm.daemon.worker"),
            rule("storm-worker", Where.MAIN_CLASS, "*.storm.LogWriter"),
            rule("storm-worker", Where.PROGRAM, "worker-launcher"),
            rule(
                    "flink-taskmanager",
                    Where.MAIN_CLASS,
                    "org.apache.flink.*TaskManagerRunner",
                    "org.apache.flink.*TaskExecutorRunner"),
            rule("flink-jobmanager", Where.MAIN_CLASS, "org.apache.flink.*Entrypoint*"),
            // Browsers and their drivers.
            rule("selenium-driver", Where.PROGRAM, "chromedriver", "geckodriver", "msedgedriver", "operadriver"),
            rule("selenium-driver", Where.PROGRAM, "webkitwebdriver", "safaridriver", "iedriverserver"),
            rule(
                    "chrome",
                    Where.PROGRAM,
                    "chrome",
                    "google-chrome*",
                    "chromium*",
                    "chrome-headless*",
                    "headless_shell"),
            rule("firefox", Where.PROGRAM, "firefox", "firefox-bin", "firefox-esr"),
            // Servers that tests and launchers embed.
            rule("postgres", Where.PROGRAM, "postgres", "postmaster"),
            rule("kafka", Where.MAIN_CLASS, "kafka.Kafka"),
            rule("kafka", Where.PROGRAM, "kafka-server-start"),
            rule("zookeeper", Where.MAIN_CLASS, "org.apache.zookeeper.server.*"),
            rule("elasticsearch", Where.MAIN_CLASS, "org.elasticsearch.*"),
            rule("opensearch", Where.MAIN_CLASS, "org.opensearch.*"),
            rule("cassandra", Where.MAIN_CLASS, "org.apache.cassandra.service.*"),
            rule("tomcat", Where.MAIN_CLASS, "org.apache.catalina.startup.*"));

    private BuiltInKinds() {}

    /** The kind of the first rule that holds. */
    static Optional<Kind> of(ResolvedCommand target) {
        String file = fileOf(target);
        return RULES.stream()
                .filter(rule -> rule.holds(target, file))
                .map(Rule::kind)
                .findFirst();
    }

    /** What rules on files look at: a program without its version, a jar as it is. */
    private static String fileOf(ResolvedCommand target) {
        return switch (target.form()) {
            case FILE -> PlainNames.program(target.name());
            case JAR -> ResolvedCommand.basename(target.name());
            case MAIN_CLASS, MODULE -> "";
        };
    }

    private static Rule rule(String kind, Where where, String... globs) {
        return new Rule(
                new Kind(kind), where, List.of(globs).stream().map(Glob::of).toList());
    }
}

package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindNamerTest {
    private final KindNamer namer = new KindNamer(List.of());

    /** Arguments are separated by {@code ¦} or, where there is none, by blanks. */
    private static CommandLine command(String text) {
        return new CommandLine(List.of(text.split(text.indexOf('¦') >= 0 ? "¦" : " ", -1)));
    }

    private String kind(String text) {
        return namer.nameOf(command(text)).name();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Surefire 3 and Failsafe, as Maven really starts them
                "surefire-fork | /bin/sh¦-c¦cd '/ci/build' && '/usr/lib/jvm/java-17/bin/java' '-Xmx64m' '-jar' '/ci/build/target/surefire/surefirebooter-20260101120000000_3.jar' '/ci/build/target/surefire' '2026-01-01T12-00-00_000-jvmRun1' 'surefire-20260101120000000_1tmp' 'surefire_0-20260101120000000_2tmp'",
                "surefire-fork | /bin/sh¦-c¦cd /ci/build && /usr/lib/jvm/java-8/jre/bin/java -jar /ci/build/target/surefire/surefirebooter1234567890.jar /ci/x",
                "surefire-fork | /bin/sh¦-c¦cd \"/ci/my build\" && \"/opt/jdk 17/bin/java\" -ea -jar \"/ci/my build/target/surefire/surefirebooter5.jar\"",
                "surefire-fork | /bin/sh¦-c¦cd '/ci' && 'java' '-cp' '/a.jar:/b.jar' 'org.apache.maven.surefire.booter.ForkedBooter' '/ci/target/surefire'",
                "surefire-fork | /bin/sh¦-c¦cd '/ci' && 'java' '@/ci/target/surefire/surefireargs123456' '/ci/target/surefire' 'x-jvmRun1'",
                "surefire-fork | /bin/sh¦-c¦cd '/it'\"'\"'s' && 'java' '-jar' '/x/surefirebooter-1_2.jar'",
                "surefire-fork | java -javaagent:/x/jacoco.jar=destfile=/x/jacoco.exec -jar /x/surefirebooter3.jar",
                // Gradle
                "gradle-worker | java @/home/ci/.gradle/.tmp/gradle-worker-classpath123txt -Xmx512m -Dfile.encoding=UTF-8 worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor 1'",
                "gradle-worker | /jdk/bin/java -cp /x/gradle-worker.jar worker.org.gradle.process.internal.worker.GradleWorkerMain",
                "gradle-daemon | /jdk/bin/java --add-opens=java.base/java.util=ALL-UNNAMED -XX:MaxMetaspaceSize=384m -cp /g/lib/gradle-launcher-8.5.jar org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5",
                "gradle-launcher | java -classpath /p/gradle/wrapper/gradle-wrapper.jar org.gradle.wrapper.GradleWrapperMain build",
                "gradle-launcher | java -jar /p/gradle/wrapper/gradle-wrapper.jar build",
                "gradle-launcher | ./gradlew build",
                "gradle-launcher | sh gradlew test",
                "kotlin-daemon | java -cp /k/kotlin-compiler-embeddable-1.9.jar -Djava.awt.headless=true org.jetbrains.kotlin.daemon.KotlinCompileDaemon --daemon-runFilesPath /x",
                "maven | java -classpath /m/boot/plexus-classworlds-2.6.0.jar -Dmaven.home=/m org.codehaus.plexus.classworlds.launcher.Launcher test",
                "maven | /usr/bin/mvn -B test",
                "maven | sh /usr/share/maven/bin/mvn test",
                // JMH, Spark, YARN, Storm, Flink
                "jmh-fork | /jdk/bin/java -Xmx1g -XX:CompileCommandFile=/tmp/jmh1 -cp /x/classes:/y.jar org.openjdk.jmh.runner.ForkedMain 127.0.0.1 40123",
                "spark-executor | java -cp /conf/:/jars/* -Xmx1024M -Dspark.driver.port=41 org.apache.spark.executor.CoarseGrainedExecutorBackend --driver-url spark://x",
                "spark-executor | java -server org.apache.spark.executor.YarnCoarseGrainedExecutorBackend",
                "spark-driver | java -cp x -Xmx1g org.apache.spark.deploy.SparkSubmit --class a.B app.jar",
                "yarn-container | bash /tmp/nm-local-dir/usercache/u/appcache/application_1_1/container_1_1_01_1/default_container_executor.sh",
                "yarn-container | nice -n 5 bash /x/default_container_executor.sh",
                "yarn-container | /opt/hadoop/bin/container-executor nobody u 1 application_1 container_1 /d",
                "yarn-container | /bin/bash -c /x/container_1/launch_container.sh",
                "mapreduce-task | java -Xmx200m org.apache.hadoop.mapred.YarnChild 10.0.0.1 4000 attempt_1 3",
                "storm-worker | java -cp a org.apache.storm.LogWriter java -server org.apache.storm.daemon.worker.Worker t 1 6700",
                "storm-worker | java -server -cp a org.apache.storm.daemon.worker.Worker t 1 6700 5",
                "flink-taskmanager | java -Xmx1g org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir /c",
                "flink-jobmanager | java org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                // Browsers, servers, agents
                "selenium-driver | /opt/chromedriver --port=40001",
                "selenium-driver | geckodriver --port 40001 --websocket-port 40002",
                "selenium-driver | /home/u/.cache/selenium/chromedriver/linux64/120.0.1/chromedriver --port=5",
                "chrome | /opt/google/chrome/chrome --headless --no-sandbox",
                "chrome | /usr/bin/chromium-browser --headless",
                "firefox | /usr/lib/firefox/firefox-bin --marionette",
                "postgres | /tmp/embedded-pg/PG-1a2b3c/bin/postgres -D /tmp/x",
                "initdb | /tmp/embedded-pg/PG-1a2b3c/bin/initdb -A trust",
                "pg_ctl | /tmp/embedded-pg/PG-1a2b3c/bin/pg_ctl -w -D /x start",
                "kafka | java -Xmx1G -cp /k/libs/* kafka.Kafka config/server.properties",
                "zookeeper | java org.apache.zookeeper.server.quorum.QuorumPeerMain zoo.cfg",
                "elasticsearch | java -m org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch",
                "redis-server | /tmp/1234-0/redis-server-2.8.19 /tmp/1234-0/redis.conf",
                "jenkins-agent | java -jar /home/jenkins/agent.jar -jnlpUrl http://x",
                "jenkins-agent | java -jar remoting-3107.v665000b_51092.jar",
                "bazel-worker | java -jar /x/JavaBuilder_deploy.jar --persistent_worker",
                "scalac | java -cp scala-compiler.jar scala.tools.nsc.Main A.scala",
                "javac | /jdk/bin/javac -d out A.java",
                // Any other java command
                "crawl-worker | java -cp a.jar com.acme.CrawlWorker",
                "crawl-worker | java -Xmx1g -classpath a:b -Dx=y -ea com.acme.CrawlWorker 17",
                "crawl-worker | java --class-path a:b --add-modules java.sql --add-opens java.base/java.lang=ALL-UNNAMED com.acme.CrawlWorker",
                "crawl-worker | java -p mods -m com.acme/com.acme.CrawlWorker",
                "crawl-worker | java --module-path mods --module=com.acme/com.acme.CrawlWorker",
                "crawler | java -p mods -m com.acme.crawler",
                "crawl-worker | java @opts.txt com.acme.CrawlWorker",
                "crawl-worker | java com/acme/CrawlWorker",
                "crawl-worker | java com.acme.CrawlWorker42",
                "http-server | java com.acme.HTTPServer",
                "outer-inner | java com.acme.Outer$Inner",
                "log4j-server | java com.acme.Log4jServer",
                "main | java Main",
                "billing | java com.acme.billing.Main",
                "shop | java com.acme.shop.server.Application",
                "main | java com.Main",
                "billing | java com.acme.billing.MainKt",
                "crawler | java -cp x com.acme.crawler.app.ApplicationKt",
                "kt | java com.acme.Kt",
                "crawler | java com.acme.crawler.cli.Command",
                "crawler | java -cp x 'com.acme.crawler.Main'",
                "crawler | java com.acme.crawler.boot.Launcher",
                "acme | java com.acme.Runner",
                "main-inner | java Main$Inner$",
                "shop | node /home/alice/shop/dist/index.js",
                "index | node /home/alice/index.js",
                "cli | node /Users/Bob/bin/cli.js",
                "vite | node /srv/x/node_modules/vite/bin/cli.js",
                "acme | python3 /srv/venv/lib/python3.11/site-packages/acme/__main__.py",
                "shop | /var/lib/jenkins/workspace/shop/build/start.sh",
                "main | /tmp/go-build1234567890/b001/exe/main",
                "server | /repo/cmd/server",
                "server | ./server",
                "crawler | java -jar /opt/crawler/current/libs/app-1.2.jar",
                "crawler | sh /opt/crawler/bin/run.sh",
                "crawler | java -jar /opt/crawler/lib/app.jar",
                "shop | node /srv/shop/index.js",
                "vault | /opt/vault/bin/server -x",
                "main | /tmp/tmp8f3kd92l/main",
                "redis-server-linux | /t/redis-server-2.8.19-linux-amd64",
                "my-app | java -jar my-app-1.2.3-SNAPSHOT.jar",
                "my-app | java -jar /x/my-app-1.2.3.RELEASE.jar",
                "my-app | java -jar -Xmx1g my-app-2.0.0-rc1.jar",
                "worker | java -jar worker_20260101123.jar",
                "worker | java -jar /tmp/worker6423879123847.jar",
                "worker | java -jar worker-3f2504e0-4f89-11d3-9a0c-0305e82c3301.jar",
                "worker | java -jar worker-a1b2c3d4.jar",
                "my_app | java -jar my_app.jar",
                "java | java -jar 20260101.jar",
                "java | java -version",
                "java | java",
                "java | /usr/lib/jvm/java-17/bin/java @all.txt /some/path",
                "tool | java Tool.java 1 2",
                // Interpreters
                "pytest | python3 -m pytest tests",
                "pytest | python3.11 -u -W ignore -m pytest",
                "pyspark-daemon | python3 -m pyspark.daemon",
                "script | python script.py",
                "script | /usr/bin/env python3 /x/script.py --flag",
                "python | python3.11",
                "python | python3 -c 'print(1)'",
                "server | node --max-old-space-size=512 -r dotenv/config /app/server.js",
                "node | node -e 1",
                "fetch | ruby -Ilib fetch.rb",
                "report | perl -w report.pl",
                // Programs
                "gcc | gcc-12 -c x.c",
                "linux-gnu-gcc | /usr/bin/x86_64-linux-gnu-gcc-12 x.c",
                "sleep | sleep 60",
                "ffmpeg | /opt/ffmpeg-6.1/bin/ffmpeg -i a",
                "node | /opt/node-v18.1/bin/node",
                "build | sh /x/build.sh",
                "build | bash -eu -o pipefail /x/build.sh all",
                "build | /x/build.sh",
                "notepad | notepad.exe",
                "7z | 7z x a.7z",
                "h2 | /opt/h2",
                "my-tool | /opt/My Tool¦x",
                "bash | -bash",
                "sh | sh",
                "sh | sh -s",
                "bash | bash /x/1.sh",
                "unknown | /",
                "unknown | ...",
                "unknown | 12345",
                "unknown | ''",
                "unknown | /tmp/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            })
    void namesTheRoleOfACommand(String kind, String command) {
        assertThat(kind(command)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "env -i A=b java app.Worker",
                "env -u X --unset Y -C /d A=b java app.Worker",
                "env¦-S¦java -Xmx1g¦app.Worker",
                "/usr/bin/env¦-iS¦A=b java -Xmx1g app.Worker",
                "nice java app.Worker",
                "nice -n 5 java app.Worker",
                "nice -n5 java app.Worker",
                "nice -10 java app.Worker",
                "nice --adjustment=5 java app.Worker",
                "ionice -c 2 -n 7 java app.Worker",
                "ionice -c2 -n7 java app.Worker",
                "nohup java app.Worker",
                "timeout 10 java app.Worker",
                "timeout -k 5 10 java app.Worker",
                "timeout -s KILL --foreground 10m java app.Worker",
                "timeout --kill-after=5 --signal TERM 10 java app.Worker",
                "setsid -w java app.Worker",
                "stdbuf -oL -e 0 java app.Worker",
                "taskset -c 0 java app.Worker",
                "taskset 0x1 java app.Worker",
                "chrt -b 0 java app.Worker",
                "numactl --cpunodebind=0 --membind 0 java app.Worker",
                "numactl -N 0 -m 0 java app.Worker",
                "time -p java app.Worker",
                "/usr/bin/time -f %e -o /x java app.Worker",
                "sudo -E -u builder A=b java app.Worker",
                "sudo -- java app.Worker",
                "su¦-¦builder¦-c¦java app.Worker",
                "setpriv --reuid=1 --clear-groups -- java app.Worker",
                "setpriv --reuid 1 java app.Worker",
                "unshare -m -p -f java app.Worker",
                "prlimit --nofile=10 java app.Worker",
                "catchsegv java app.Worker",
                "xvfb-run¦-a¦-s¦-screen 0 800x600x24¦java¦app.Worker",
                "cgexec -g memory:x java app.Worker",
                "systemd-run --scope -p MemoryMax=1G --user java app.Worker",
                "tini -s -- java app.Worker",
                "tini -- dumb-init -- java app.Worker",
                "busybox nice java app.Worker",
                "flock -n /lock java app.Worker",
                "flock¦/lock¦-c¦java app.Worker",
                "gosu user java app.Worker",
                "chroot /r java app.Worker",
                "env¦nice¦-n¦5¦timeout¦10¦nohup¦sh¦-c¦java app.Worker",
            })
    void looksThroughWrappers(String command) {
        assertThat(kind(command)).isEqualTo("worker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java app.Worker",
                "exec java app.Worker",
                "cd /x && java app.Worker",
                "cd /x; exec java app.Worker >log 2>&1",
                "export A=b; java app.Worker",
                "ulimit -n 4096 && java app.Worker",
                "A=b C='d e' java app.Worker",
                "(cd x; java app.Worker)",
                "java app.Worker | tee log",
                "java app.Worker &",
                "java app.Worker || exit 1",
                "# comment\nset -e\njava app.Worker\n",
                "2>/dev/null java app.Worker",
                "exec >log 2>&1; java app.Worker",
                "nice -n 5 java app.Worker",
                "exec -a name java app.Worker",
                "'java' \"app.Worker\"",
                "ja\\va app.Worker",
                "java \\\n app.Worker",
                "sh -c 'java app.Worker'",
                "bash -lc \"cd x && exec java app.Worker\"",
                "\"$JAVA_HOME/bin/java\" $OPTS -cp \"$CP\" app.Worker",
                "$JAVA app.Worker",
                "${JAVA} app.Worker",
                "echo start; java app.Worker",
                "mkdir -p /x && cd /x && java app.Worker",
                "[ -d /x ] && java app.Worker",
                "[[ -d /x && -f y ]] && java app.Worker",
                "umask 022; trap 'echo x' EXIT; java app.Worker",
                "eval java app.Worker",
                "eval \"exec java app.Worker\"",
                "! java app.Worker",
                "sleep 1; java app.Worker",
                "X=$(date +%s) java app.Worker",
                "X=`id -u` java app.Worker",
                ". /etc/profile; java app.Worker",
                "java app.Worker <<EOF\nhello\nEOF",
                "java app.Worker <(ls)",
                "&>log java app.Worker",
            })
    void namesTheFirstRealCommandOfAScript(String script) {
        assertThat(kind("/bin/sh¦-c¦" + script)).isEqualTo("worker");
        assertThat(kind("bash¦-lc¦" + script)).isEqualTo("worker");
        assertThat(kind("bash¦-e¦-o¦pipefail¦-c¦" + script)).isEqualTo("worker");
        assertThat(kind("busybox¦sh¦-ec¦" + script + "¦name¦1")).isEqualTo("worker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if true; then java app.Worker; fi",
                "for i in 1 2; do java app.Worker; done",
                "while :; do java app.Worker; done",
                "until false; do x; done",
                "case $1 in a) java app.Worker;; esac",
                "{ java app.Worker; }",
                "f() { java x; }; f",
                "function f { x; }; f",
                "cd x && for i in 1 2; do y; done",
                "echo x; if true; then y; fi",
                "((i++))",
                "$(cat cmd)",
                "`cat cmd`",
                "\"$CMD\" x",
                "exit 3",
                "kill -9 $$",
                "",
                " ",
                "cd /x",
                ";;;",
                "exec",
                "\"$@\"",
            })
    void aScriptThatIsAProgramOfItsOwnIsNamedByItsShell(String script) {
        assertThat(kind("/bin/sh¦-c¦" + script)).isEqualTo("sh");
        assertThat(kind("/bin/bash¦-c¦" + script)).isEqualTo("bash");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sleep | sh¦-c¦sleep 5; exit 3",
                "sleep | sh¦-c¦sleep 1; kill -9 $$",
                "echo | sh¦-c¦echo x",
                "cat | sh¦-c¦cat f ¦ grep x",
                "curl | sh¦-c¦curl -s x && y",
                "build | sh¦-c¦./build.sh all",
                "worker | sh¦-c¦exec \"$@\"¦sh¦java¦app.Worker",
                "worker | sh¦-c¦exec \"$0\" \"$@\"¦java¦app.Worker",
                "worker | sh¦-c¦exec ${1} $2¦sh¦java¦app.Worker",
                "env | env",
                "timeout | timeout 10",
                "sudo | sudo -l",
                "nice | nice",
            })
    void namesWhatIsLeftOfAScript(String kind, String command) {
        assertThat(kind(command)).isEqualTo(kind);
    }

    @Test
    void aUsersRuleGoesFirst() {
        var ruled = new KindNamer(List.of(
                new KindRule(new Kind("nightly"), Pattern.compile("--nightly\\b")),
                new KindRule(new Kind("crawler"), Pattern.compile("CrawlWorker.*--deep"))));
        assertThat(ruled.nameOf(command("java a.CrawlWorker --deep")).name()).isEqualTo("crawler");
        assertThat(ruled.nameOf(command("java a.CrawlWorker --deep --nightly")).name())
                .isEqualTo("nightly");
        assertThat(ruled.nameOf(command("sh¦-c¦java org.openjdk.jmh.runner.ForkedMain --nightly"))
                        .name())
                .isEqualTo("nightly");
        assertThat(ruled.nameOf(command("java a.CrawlWorker")).name()).isEqualTo("crawl-worker");
    }

    @Test
    void aUsersRuleSeesSecrets() {
        var ruled = new KindNamer(List.of(new KindRule(new Kind("batch"), Pattern.compile("--password=x"))));
        assertThat(ruled.nameOf(command("tool --password=x")).name()).isEqualTo("batch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+$b", "(.|\\s)*b"})
    void aRuleThatWouldRunForEverDoesNotHit(String regex) {
        var ruled = new KindNamer(List.of(new KindRule(new Kind("slow"), Pattern.compile(regex))));
        var line = new CommandLine(List.of("tool", "a".repeat(60_000)));
        // Else this test would not come to its end.
        assertThat(ruled.nameOf(line).name()).isEqualTo("tool");
    }

    @Test
    void nothingKnownIsUnknown() {
        assertThat(namer.nameOf(CommandLine.UNKNOWN)).isEqualTo(KindNamer.UNKNOWN);
    }

    @Test
    void aLongNameIsCutToFortyCharacters() {
        assertThat(kind("/opt/" + "long-".repeat(20)))
                .hasSize(39)
                .startsWith("long-long")
                .endsWith("long");
        assertThat(kind("java a." + "Long".repeat(20))).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void wrappersInWrappersHaveAnEnd() {
        assertThat(kind("nice ".repeat(100) + "sleep 1")).isEqualTo("nice");
        assertThat(kind("sh¦-c¦" + "eval ".repeat(1000) + "sleep")).isIn("eval", "sh", "sleep");
    }

    @Test
    void hugeArgumentsAreNoTrouble() {
        String script = "x=1;".repeat(30_000) + "java app.Worker";
        assertThat(kind("sh¦-c¦" + script)).isEqualTo("worker");
        assertThat(kind("sh¦-c¦" + "(".repeat(100_000))).isEqualTo("sh");
        assertThat(kind("sh¦-c¦" + "$(".repeat(50_000))).isEqualTo("sh");
    }
}

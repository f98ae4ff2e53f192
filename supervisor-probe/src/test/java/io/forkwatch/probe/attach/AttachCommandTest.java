package io.forkwatch.probe.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.TestProc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachCommandTest {
    private static final String JAR = "/opt/forkwatch.jar";
    private static final long SELF = 99;

    @TempDir
    private Path mount;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Set<Long> supervisors = new HashSet<>();
    private final Set<Long> watched = new HashSet<>();
    private final Properties properties = new Properties();
    private final List<String> loaded = new ArrayList<>();
    private boolean turnsOn = true;
    private AttachApi door = Jvm::new;
    private Duration patience = Duration.ofSeconds(60);
    private TestProc proc;

    /** What the test's JVM does. */
    private final class Jvm implements AttachedVm {
        private final long pid;

        Jvm(long pid) {
            this.pid = pid;
        }

        @Override
        public Properties systemProperties() {
            return properties;
        }

        @Override
        public void load(String jar, String options) {
            loaded.add(jar + "=" + options);
            if (turnsOn) {
                supervisors.add(pid);
            }
        }

        @Override
        public void close() {
            loaded.add("closed");
        }
    }

    @BeforeEach
    void aJvmOfJava17() throws IOException {
        proc = new TestProc(mount);
        proc.process(42).write();
        proc.write("42/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t42\nSigCgt:\t0000000000000004\n")
                .write("42/maps", "7f00-7f01 r-xp 0 08:01 7   /usr/lib/jvm/lib/server/libjvm.so\n");
        properties.setProperty("os.name", "Linux");
        properties.setProperty("java.specification.version", "17");
        properties.setProperty("java.version", "17.0.1");
        properties.setProperty("sun.java.command", "com.acme.Main");
    }

    @Test
    void aJvmGetsTheJarWithItsOptionsAndIsOn() {
        assertThat(run("42", "port=0,quiet")).isZero();
        assertThat(loaded).containsExactly(JAR + "=port=0,quiet", "closed");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch: on in pid 42;")
                .containsOnlyOnce("\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void withoutOptionsItGetsNone() {
        assertThat(run("42")).isZero();
        assertThat(loaded).contains(JAR + "=");
    }

    @Test
    void ofTwoAtOnceOneSaysThatTheOtherWasFirst() throws IOException {
        List<Integer> second = new ArrayList<>();
        door = pid -> {
            second.add(run("42"));
            return new Jvm(pid);
        };
        assertThat(run("42", "port=0")).isZero();
        assertThat(second).containsExactly(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("not attached to pid 42: another attach to it was first")
                .containsOnlyOnce("\n");
        assertThat(loaded).containsExactly(JAR + "=port=0", "closed");
        try (var files = Files.list(mount)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("forkwatch"));
        }
    }

    @Test
    void aLockFileThatIsSomebodyElsesKeepsNobodyAway() throws IOException {
        Files.createSymbolicLink(mount.resolve("forkwatch-attach-42.lock"), mount.resolve("elsewhere"));
        assertThat(run("42")).isZero();
        assertThat(mount.resolve("elsewhere")).doesNotExist();
    }

    /** Whoever types a name means it from where he stands. */
    @Test
    void aFileIsMeantFromHere() throws IOException {
        assertThat(run("42", "log=fw.log")).isZero();
        assertThat(loaded).contains(JAR + "=log=" + Path.of("fw.log").toAbsolutePath());
    }

    @Test
    void anAttachToWhereItIsOnSaysSoAndLoadsNothing() {
        supervisors.add(42L);
        assertThat(failure("42")).contains("Forkwatch is on in it already");
        assertThat(loaded).isEmpty();
    }

    @Test
    void aJvmBelowAWatchedOneStaysWhatItIsAndTheWayOutIsNamed() {
        turnsOn = false;
        watched.add(42L);
        assertThat(failure("42")).contains("above it is watched", "nested=true");
    }

    @Test
    void anAgentThatStaysOffIsNoSuccess() {
        turnsOn = false;
        assertThat(failure("42")).contains("stays off", "stderr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "0", "42.0", "12345678901", "４２"})
    void aPidIsANumber(String pid) {
        assertThat(wrongUse(pid)).contains("\"" + pid + "\" is not allowed: a pid is a number");
    }

    @Test
    void aPidIsNeededAndOptionsAreOneWord() {
        assertThat(wrongUse()).contains("attach PID [key=value,key=value]");
        assertThat(wrongUse("42", "port=0", "quiet")).contains("all in one word");
    }

    @Test
    void itself() {
        assertThat(wrongUse("99")).contains("pid 99 is this command itself");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot=1              | unknown option \"prot\"",
                "interval=1ms        | interval=\"1ms\"",
                "@/no/such/file      | cannot read options from @/no/such/file",
            })
    void aBadOptionIsRefusedBeforeAnybodyIsKnockedAt(String options, String named) {
        assertThat(wrongUse("42", options)).contains("nothing was loaded", named);
    }

    @Test
    void noSuchProcess() {
        assertThat(failure("4711")).contains("there is no such process");
    }

    @Test
    void anotherProgram() throws IOException {
        proc.write("42/maps", "7f00-7f01 r-xp 0 08:01 7   /usr/lib/libc.so.6\n");
        door = pid -> {
            throw new AttachFailure("a knock that would have killed it");
        };
        assertThat(failure("42")).contains("it is not a HotSpot JVM");
    }

    /** A file that is a directory cannot be read, whoever reads. */
    @Test
    void anotherUsers() throws IOException {
        Files.delete(mount.resolve("42/maps"));
        Files.createDirectory(mount.resolve("42/maps"));
        assertThat(failure("42")).contains("it belongs to uid 1000 and cannot be looked into from here");
    }

    /** The JDK knocks with it, and before JDK 25 without asking. */
    @Test
    void aJvmThatASigquitWouldEnd() throws IOException {
        proc.write("42/status", "Name:\tjava\nNSpid:\t42\nSigCgt:\t000000000000000b\n");
        assertThat(failure("42")).contains("it does not catch SIGQUIT", "-Xrs");
        assertThat(loaded).isEmpty();
    }

    /** It would write all its threads to its stdout. */
    @Test
    void aJvmThatWasToldNotToListenIsNotKnockedAt() throws IOException {
        proc.write("42/cmdline", "java\0-XX:+DisableAttachMechanism\0Main\0");
        assertThat(failure("42")).contains("-XX:+DisableAttachMechanism");
        assertThat(loaded).isEmpty();
    }

    /** The knock would wait in it, and end in a dump of all its threads when it goes on. */
    @ParameterizedTest
    @ValueSource(chars = {'T', 't'})
    void aJvmThatIsStoppedIsNotKnockedAt(char state) throws IOException {
        proc.process(42).state(state).write();
        assertThat(failure("42")).contains("it is stopped");
        assertThat(loaded).isEmpty();
    }

    @Test
    void inAContainer() throws IOException {
        proc.write("42/status", "Name:\tjava\nNSpid:\t42\t7\n");
        assertThat(failure("42")).contains("it is in a container: attach there, as pid 7");
    }

    @Test
    void anOldJava() {
        properties.setProperty("java.specification.version", "11");
        properties.setProperty("java.version", "11.0.2");
        assertThat(failure("42")).contains("it needs Java 17 or newer, this is 11.0.2");
        assertThat(loaded).containsExactly("closed");
    }

    @Test
    void aToolOfTheJdk() {
        properties.setProperty("sun.java.command", "jdk.jcmd/sun.tools.jps.Jps");
        assertThat(failure("42")).contains("runs a tool of the JDK");
        assertThat(loaded).containsExactly("closed");
    }

    @Test
    void whatTheJdkSaysIsPassedOnInOneLine() {
        door = pid -> {
            throw new AttachFailure("The VM does not support the attach mechanism\nnor newlines");
        };
        assertThat(failure("42")).contains("does not support the attach mechanism\\nnor newlines");
    }

    @Test
    void aJvmThatDoesNotAnswerIsLeft() {
        CountDownLatch never = new CountDownLatch(1);
        door = pid -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Jvm(pid);
        };
        patience = Duration.ofMillis(1);
        assertThat(failure("42")).contains("it does not answer");
        never.countDown();
    }

    private String wrongUse(String... arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(loaded).isEmpty();
        return oneLine();
    }

    private String failure(String... arguments) {
        assertThat(run(arguments)).isEqualTo(1);
        return oneLine();
    }

    private String oneLine() {
        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(said).startsWith("forkwatch: ").endsWith("\n").containsOnlyOnce("\n");
        assertThat(out.size()).isZero();
        err.reset();
        return said;
    }

    private int run(String... arguments) {
        AttachPreconditions machine = new AttachPreconditions(proc.files(), supervisors::contains, watched::contains);
        return new AttachCommand(
                        machine,
                        door,
                        patience,
                        JAR,
                        mount,
                        SELF,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }
}

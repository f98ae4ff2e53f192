package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LendTest {
    private static final String MODULES = "MODULES=\"java.base java.instrument jdk.jfr\"\n";

    @TempDir
    private Path directory;

    private Path jar = Path.of("");
    private String java = "";
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aJavaAndAJar() throws IOException {
        jar = Files.writeString(directory.resolve("forkwatch.jar"), "a jar");
        java = image("jdk", "JAVA_VERSION=\"21.0.4\"\n" + MODULES);
        environment.put("PATH", directory.resolve("jdk/bin") + ":/no/such/place");
    }

    @Test
    void isTheFirstArgumentOfACopy() {
        String[] command = {java, "-Xmx16m", "-cp", "x", "com.acme.Main", "java"};
        String[] before = command.clone();

        assertThat(lend().apply(command, new Object[] {null, null}))
                .containsExactly(java, agent(), "-Xmx16m", "-cp", "x", "com.acme.Main", "java");
        assertThat(command).containsExactly(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme.Main -version",
                "-jar app.jar --list-modules",
                "-m com.acme/com.acme.Main",
                "--module=com.acme/com.acme.Main",
                "-cp /lib/forkwatch.jar com.acme.Main",
                "-showversion -XshowSettings:none -Xshare:auto Main",
                "--source 21 Main.java",
                "-javaagent:other.jar Main",
                "-cp -version Main",
                "jdk.Main",
            })
    void applicationsGetIt(String arguments) {
        assertThat(lent(arguments)).as(arguments).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-version",
                "-cp x --version",
                "-Xmx16m",
                "-X",
                "--list-modules",
                "-d java.base",
                "--describe-module=java.base",
                "--dry-run Main",
                "-javaagent:/other/forkwatch.jar=port=0 Main",
                "-jar /other/forkwatch.jar attach 77",
                "-m jdk.jcmd/sun.tools.jps.Jps",
                "--module=jdk.compiler",
                "-m",
                "-cp tools.jar com.sun.tools.javac.Main X.java",
                "sun.tools.jps.Jps",
                "-XX:AOTCache=app.aot Main",
                "-XX:AOTMode=on Main",
                "-XX:SharedArchiveFile=app.jsa Main",
                "-XX:ArchiveClassesAtExit=app.jsa Main",
                "-XX:+AutoCreateSharedArchive Main",
                "-Xshare:dump Main",
                "-Xshare:on Main",
                "-XX:CRaCRestoreFrom=x Main",
                "-XX:Flags=x Main",
                "-XX:VMOptionsFile=x Main",
                "--limit-modules java.base Main",
                "--limit-modules=java.base Main",
                "@/no/such/file Main",
            })
    void whatNeedsItNotOrWouldNotStartIsLeftAlone(String arguments) {
        assertThat(lent(arguments)).as(arguments).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'-cp /a:/b',true",
        "'-javaagent:/x/forkwatch.jar Main',false",
        "'-XX:AOTCache=x Main',false",
    })
    void whatStandsInAFileIsRead(String text, boolean lent) throws IOException {
        Path file = Files.writeString(directory.resolve("arguments"), text);

        assertThat(lent("@" + file + " Main")).isEqualTo(lent);
        assertThat(lend().apply(new String[] {java, "@arguments"}, new Object[] {null, directory.toString()}))
                .as("below the directory of the child")
                .hasSize(lent ? 3 : 2);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS,-javaagent:/x/forkwatch.jar,false",
        "JDK_JAVA_OPTIONS,-XX:SharedArchiveFile=x,false",
        "_JAVA_OPTIONS,-XX:AOTCache=x,false",
        "JAVA_TOOL_OPTIONS,-Xmx1g,true",
        "OTHER,-javaagent:/x/forkwatch.jar,true",
    })
    void whatItsEnvironmentSaysCounts(String name, String value, boolean lent) {
        String[] command = {java, "Main"};
        assertThat(lend().apply(command, new Object[] {Map.of(name, value), null}))
                .hasSize(lent ? 3 : 2);
        environment.put(name, value);
        assertThat(lend().apply(command, new Object[] {null, null})).hasSize(lent ? 3 : 2);
        assertThat(lend().apply(command, new Object[] {Map.of(), null}))
                .as("its own is empty")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_VERSION=\"17.0.15\",true",
        "JAVA_VERSION=\"9\",true",
        "JAVA_VERSION=\"25-ea\",true",
        "JAVA_VERSION=\"1.7.0_80\",false",
        "JAVA_VERSION=\"\",false",
        "JAVA_RUNTIME_VERSION=\"17\",false",
        "X=\"\",false",
    })
    void onlyAJavaThatIsNewEnoughGetsIt(String version, boolean lent) throws IOException {
        java = image("other", version + "\n" + MODULES);

        assertThat(lent("Main")).isEqualTo(lent);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_VERSION=\"17\",false",
        "'JAVA_VERSION=\"17\"\nMODULES=\"java.base java.instrumentation\"',false",
        "'JAVA_VERSION=\"17\"\nMODULES=\"java.instrument\"\nJVM_VARIANT=\"Openj9\"',false",
        "'JAVA_VERSION=\"17\"\nMODULES=\"java.instrument\"\nJVM_VARIANT=\"Hotspot\"',true",
        "'JAVA_VERSION=\"17\"\nMODULES=\"java.instrument',false",
    })
    void onlyAnImageThatIsKnownToTakeAgentsGetsIt(String release, boolean lent) throws IOException {
        java = image("other", release);

        assertThat(lent("Main")).isEqualTo(lent);
    }

    @Test
    void aJava8HasNoModulesButALibrary() throws IOException {
        java = image("old/jre", "");
        Files.delete(directory.resolve("old/jre/release"));
        Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"1.8.0_402\"");
        assertThat(lent("Main")).isFalse();

        Files.createDirectories(directory.resolve("old/jre/lib/amd64"));
        Files.writeString(directory.resolve("old/jre/lib/amd64/libinstrument.so"), "");
        assertThat(lent("Main")).isTrue();
    }

    @Test
    void otherProgramsAreLeftAlone() throws IOException {
        Lend lend = lend();
        for (String program : List.of("sh", "/bin/sh", "javac", "java.sh", "/opt/java/", "", "java ", "../java")) {
            String[] command = {program, "Main"};
            assertThat(lend.apply(command, new Object[] {null, null}))
                    .as(program)
                    .isSameAs(command);
        }
        assertThat(lend.apply(new String[0], new Object[] {null, null})).isEmpty();
        Path script = Files.writeString(directory.resolve("java"), "#!/bin/sh\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        java = script.toString();
        assertThat(lent("Main")).as("a script in the place of a java").isFalse();
    }

    @Test
    void aJavaIsFoundAsItWillBe() throws IOException {
        java = "java";
        assertThat(lent("Main")).as("by PATH").isTrue();
        environment.put("PATH", ":" + environment.get("PATH"));
        assertThat(lent("Main")).as("perhaps in the directory of the child").isFalse();
        environment.remove("PATH");
        assertThat(lent("Main")).isFalse();
        Files.createSymbolicLink(directory.resolve("java"), directory.resolve("jdk/bin/java"));
        java = directory + "/java";
        assertThat(lent("Main")).as("behind a link").isTrue();
        java = "jdk/bin/java";
        assertThat(lend().apply(new String[] {java, "Main"}, new Object[] {null, directory.toString()}))
                .hasSize(3);
        assertThat(lent("Main")).as("there is none in our own directory").isFalse();
        java = directory + "/jdk/bin/../bin/java";
        assertThat(lent("Main")).isTrue();
        assertThat(new File(java).setExecutable(false)).isTrue();
        assertThat(lent("Main")).isFalse();
    }

    @Test
    void anotherJavaInTheSamePlaceIsReadAgain() throws IOException {
        Lend lend = lend();
        assertThat(lend.apply(new String[] {java, "Main"}, new Object[] {null, null}))
                .hasSize(3);

        image("jdk", "JAVA_VERSION=\"1.6.0\"\n");
        assertThat(directory.resolve("jdk/release").toFile().setLastModified(1)).isTrue();

        assertThat(lend.apply(new String[] {java, "Main"}, new Object[] {null, null}))
                .hasSize(2);
    }

    @Test
    void aJarThatWasWrittenOverIsNotLent() throws IOException {
        Lend lend = lend();
        Files.writeString(jar, "half a j");
        assertThat(lend.apply(new String[] {java, "Main"}, new Object[] {null, null}))
                .hasSize(2);
        Files.delete(jar);
        assertThat(lend.apply(new String[] {java, "Main"}, new Object[] {null, null}))
                .hasSize(2);
    }

    @Test
    void aCommandThatIsLongIsNotMadeLonger() {
        String[] command = {java, "Main", "x".repeat(300_000)};

        assertThat(lend().apply(command, new Object[] {null, null})).isSameAs(command);
    }

    @ParameterizedTest
    @CsvSource({"/a/forkwatch.jar,false", "forkwatch.jar,false", "'',false"})
    void aJarThatCannotBeNamedIsNotLent(String name, boolean lent) {
        assertThat(Lend.canLend(name)).isEqualTo(lent);
    }

    @Test
    void aNameIsCutAtItsFirstEqualsSign() throws IOException {
        assertThat(Lend.canLend(jar.toString())).isTrue();
        assertThat(Lend.canLend(Files.copy(jar, directory.resolve("a=b.jar")).toString()))
                .isFalse();
    }

    @Test
    void aRecordingIsForThoseThatCanAndDoNotYet() throws IOException {
        Lend lend = new Lend(jar.toFile(), "role=child", () -> List.of("-XX:Record", "-Xlog:x"), environment::get);
        Object[] around = {null, null};

        assertThat(lend.apply(new String[] {java, "Main"}, around))
                .containsExactly(java, agent(), "-XX:Record", "-Xlog:x", "Main");
        assertThat(lend.apply(new String[] {java, "-XX:StartFlightRecording", "Main"}, around))
                .hasSize(4);
        java = image("small", "JAVA_VERSION=\"17\"\nMODULES=\"java.base java.instrument\"\n");
        assertThat(lend.apply(new String[] {java, "Main"}, around)).hasSize(3);
        java = image("old", "JAVA_VERSION=\"11.0.2\"\n" + MODULES);
        assertThat(lend.apply(new String[] {java, "Main"}, around)).hasSize(3);
    }

    /** With the java of this test, and a jar that is there: whether it starts is for {@code LendIT}. */
    @Test
    void theJavaOfThisTestIsKnown() throws IOException, InterruptedException {
        java = System.getProperty("java.home") + "/bin/java";
        assertThat(lent("Main")).isTrue();

        Process asked =
                new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asked.waitFor(60, TimeUnit.SECONDS)).isTrue();
        JavaImage image = new JavaImages(Optional.empty()).of(java, "").orElseThrow();
        assertThat(said).contains(" version \"" + image.feature());
        assertThat(image.takesAgent()).isTrue();
    }

    private Lend lend() {
        return new Lend(jar.toFile(), "role=child", List::of, environment::get);
    }

    private String agent() {
        return "-javaagent:" + jar + "=role=child";
    }

    private boolean lent(String arguments) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
        String[] given = command.toArray(String[]::new);
        String[] run = Objects.requireNonNull(lend().apply(given, new Object[] {null, null}));
        if (run == given) {
            return false;
        }
        command.add(1, agent());
        assertThat(run).containsExactlyElementsOf(command);
        return true;
    }

    private String image(String name, String release) throws IOException {
        Path bin = Files.createDirectories(directory.resolve(name).resolve("bin"));
        Files.writeString(directory.resolve(name).resolve("release"), release);
        Path program = Files.writeString(bin.resolve("java"), "");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toString();
    }
}

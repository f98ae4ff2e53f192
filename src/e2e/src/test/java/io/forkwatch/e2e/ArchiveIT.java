package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Nothing;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** JVMs that make or use an archive of classes and inherit the agent: some do not start, and the hint says why. */
final class ArchiveIT {
    private static final String INHERITED = "JAVA_TOOL_OPTIONS";
    private static final String DUMPING =
            "Must enable AllowArchivingWithJavaAgent in order to run Java agent during CDS dumping";
    private static final String HINT = "which this option for archives does not allow (possible)";

    private final Path directory = Shipped.newDirectory("archive");

    @OnEveryJdk
    void oneThatMakesAnArchiveDoesNotStart(Jdk jdk) {
        assertThatItDoesNotStart(child(jdk, "-XX:ArchiveClassesAtExit=app.jsa"), DUMPING);
        assertThatItDoesNotStart(child(jdk, "-Xshare:dump", "-XX:SharedArchiveFile=base.jsa"), DUMPING);
    }

    @OnEveryJdk
    void neitherDoesTheFirstThatMakesOneByItself(Jdk jdk) {
        assumeTrue(jdk.feature() >= 19, "-XX:+AutoCreateSharedArchive came with JDK 19");
        assertThatItDoesNotStart(child(jdk, "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=app.jsa"), DUMPING);
    }

    @OnEveryJdk
    void withAnAotCacheThatWasMadeWithoutItOneStartsUnlessTheCacheIsAMust(Jdk jdk) throws IOException {
        assumeTrue(jdk.feature() >= 25, "-XX:AOTCacheOutput came with JDK 25");
        assertThat(run(command(jdk, "-XX:AOTCacheOutput=app.aot"), Map.of()).exitValue())
                .isZero();
        assertThat(Files.size(directory.resolve("app.aot"))).isPositive();

        Outcome without = child(jdk, "-XX:AOTCache=app.aot");
        assertThat(without.exitValue()).isZero();
        assertThat(without.stdout()).contains("[error]");
        assertThat(Ours.in(without)).singleElement().asString().contains(" watches the children of ");

        assertThatItDoesNotStart(child(jdk, "-XX:AOTCache=app.aot", "-XX:AOTMode=on"), "Unable to use AOT cache.");
    }

    private static void assertThatItDoesNotStart(Outcome outcome, String words) {
        assertThat(outcome.exitValue()).isEqualTo(1);
        assertThat(outcome.stdout()).as("the JVM's own words").contains(words);
        assertThat(Ours.in(outcome))
                .anySatisfy(line -> assertThat(line).contains("child died: ", "exit 1"))
                .anySatisfy(line -> assertThat(line).contains("hint", HINT, "where-the-agent-goes.md"));
    }

    private Outcome child(Jdk jdk, String... options) {
        String[] command = command(jdk, options).toArray(String[]::new);
        return run(Program.of(jdk, Relay.class, command).command(), Map.of(INHERITED, Shipped.javaagent("port=0")));
    }

    private List<String> command(Jdk jdk, String... options) {
        List<String> command =
                new ArrayList<>(List.of(jdk.home().resolve("bin/java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", jar().toString(), Nothing.class.getName()));
        return command;
    }

    private Outcome run(List<String> command, Map<String, String> environment) {
        try (Supervisor started = Supervisor.start(command, environment, directory)) {
            return started.awaitEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive takes classes from jars alone. */
    private Path jar() {
        String name = Nothing.class.getName().replace('.', '/') + ".class";
        Path jar = directory.resolve("app.jar");
        if (Files.exists(jar)) {
            return jar;
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(name));
            Files.copy(Program.classes(Nothing.class).resolve(name), out);
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }
}

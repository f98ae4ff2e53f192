package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.program.Nothing;
import io.forkwatch.e2e.program.OneChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a JVM loads for Forkwatch before its main: the cost of a start, in what can be counted. */
class StartIT {
    private static final int MOST_CLASSES = 42;

    @OnEveryJdk
    void fewClassesAreLoadedBeforeMainAndNoneOfALambda(Jdk jdk) throws IOException {
        assertThat(loadedBeforeMain(jdk))
                .hasSizeBetween(10, MOST_CLASSES)
                .allMatch(name -> name.startsWith("io.forkwatch."), "no library")
                .noneMatch(name -> name.contains("Lambda"));
    }

    /** Unpacking them would cost more than all the rest: the list in the jar's pom.xml names them. */
    @OnEveryJdk
    void allOfThemLieInTheJarUnpacked(Jdk jdk) throws IOException {
        List<String> names = loadedBeforeMain(jdk);
        try (ZipFile jar = new ZipFile(Shipped.agentJar().toFile())) {
            assertThat(names)
                    .allSatisfy(
                            name -> assertThat(entryOf(name, jar).getMethod()).isEqualTo(ZipEntry.STORED));
        }
    }

    /**
     * Neither what a record makes of itself at its first {@code hashCode}, nor a server that nobody could reach any more, nor rules
     * for an end that was clean: each of them costs more than all the rest of such a run.
     */
    @OnEveryJdk
    void aJvmWithOneCleanChildLoadsNothingForWhatItDoesNotNeed(Jdk jdk) throws IOException {
        assertThat(loaded(jdk, OneChild.class, "exit 0"))
                .contains("io.forkwatch.probe.diagnose.Diagnoser")
                .noneMatch(name -> name.startsWith("java.lang.runtime.ObjectMethods"))
                .noneMatch(name -> name.startsWith("com.sun.net.httpserver.") || name.startsWith("sun.net.httpserver."))
                .noneMatch(name -> name.startsWith("io.forkwatch.probe.diagnose.KernelRules"));
    }

    /** A list of method references would be a class for each. */
    @OnEveryJdk
    void noRuleIsMadeAClassOfItsOwn(Jdk jdk) throws IOException {
        assertThat(loaded(jdk, OneChild.class, "exit 3"))
                .contains("io.forkwatch.probe.diagnose.KernelRules")
                .noneMatch(name -> name.startsWith("io.forkwatch.probe.diagnose.KernelRules$$Lambda"))
                .filteredOn(name -> name.startsWith("io.forkwatch.probe.diagnose.Diagnoser$$Lambda"))
                .hasSizeLessThan(3);
    }

    /** The entry is at the root, and once more in {@code inst/} for the probe. */
    private static ZipEntry entryOf(String name, ZipFile jar) {
        String file = name.replace('.', '/') + ".class";
        return Optional.ofNullable(jar.getEntry(file)).orElseGet(() -> jar.getEntry("inst/" + file));
    }

    private static List<String> loaded(Jdk jdk, Class<?> program, String... arguments) throws IOException {
        Path log = Shipped.newDirectory("start").resolve("classes.log");
        Program.of(jdk, program, arguments)
                .watched("port=0,quiet=true,interval=5s,summary=all")
                .withJvmOptions("-Xlog:class+load=info:file=" + log + ":none")
                .run("start");
        return Files.readAllLines(log).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static List<String> loadedBeforeMain(Jdk jdk) throws IOException {
        List<String> loaded = loaded(jdk, Nothing.class);
        return loaded.subList(0, loaded.indexOf(Nothing.class.getName())).stream()
                .filter(name -> name.startsWith("io.forkwatch.")
                        || name.startsWith("com.google.")
                        || name.startsWith("io.prometheus.")
                        || name.startsWith("net.bytebuddy."))
                .toList();
    }
}

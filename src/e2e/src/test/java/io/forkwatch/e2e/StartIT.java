package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.program.Nothing;
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

    /** The entry is at the root, and once more in {@code inst/} for the probe. */
    private static ZipEntry entryOf(String name, ZipFile jar) {
        String file = name.replace('.', '/') + ".class";
        return Optional.ofNullable(jar.getEntry(file)).orElseGet(() -> jar.getEntry("inst/" + file));
    }

    private static List<String> loadedBeforeMain(Jdk jdk) throws IOException {
        Path log = Shipped.newDirectory("start").resolve("classes.log");
        Program.of(jdk, Nothing.class)
                .watched("port=0,quiet=true,interval=5s,summary=all")
                .withJvmOptions("-Xlog:class+load=info:file=" + log + ":none")
                .run("start");
        List<String> loaded = Files.readAllLines(log).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        return loaded.subList(0, loaded.indexOf(Nothing.class.getName())).stream()
                .filter(name -> name.startsWith("io.forkwatch.")
                        || name.startsWith("com.google.")
                        || name.startsWith("io.prometheus.")
                        || name.startsWith("net.bytebuddy."))
                .toList();
    }
}

package io.forkwatch.e2e.harness;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the programs of {@link io.forkwatch.e2e.program} are run. */
public final class Program {
    private Program() {}

    /** One of them in a JVM of its own. */
    public static Launch of(Jdk jdk, Class<?> main, String... arguments) {
        return withClassPath(jdk, List.of(), main, arguments);
    }

    /** The same, with jars before it on the class path. */
    public static Launch withClassPath(Jdk jdk, List<Path> jars, Class<?> main, String... arguments) {
        List<String> classPath = new ArrayList<>();
        jars.forEach(jar -> classPath.add(jar.toString()));
        classPath.add(classes(main).toString());
        List<String> command = new ArrayList<>(List.of("-cp", String.join(":", classPath), main.getName()));
        command.addAll(List.of(arguments));
        return Launch.of(jdk, command.toArray(String[]::new));
    }

    /** Where the class files are. */
    public static Path classes(Class<?> main) {
        try {
            return Path.of(
                    main.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

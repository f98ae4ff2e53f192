package io.forkwatch.bench.launch;

import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the JVMs of a comparison are launched: by {@code launch.c}, which says what each took.
 *
 * @param label of the JDK, for the tables
 * @param java the program
 * @param classPath where {@link Hello} is
 * @param launcher {@code launch.c}, compiled
 */
record Jvm(String label, String java, String classPath, String launcher) {
    private static final String QUIET = "port=0,quiet=true";

    /** The first four arguments of a main class of this package. */
    static Jvm ofArguments(String[] arguments) {
        return new Jvm(arguments[0], arguments[1], arguments[2], arguments[3]);
    }

    /** What agents are compared with. */
    Lane<Launch> withoutAgent(String name, int stayMillis) throws IOException {
        return with(name, List.of(), stayMillis);
    }

    /** {@code java Hello}, again and again, with some options more. */
    Lane<Launch> with(String name, List<String> options, int stayMillis) throws IOException {
        return new Lane<>(name, launching(options, stayMillis), Launch::ofLine);
    }

    /** The same with Forkwatch, below a JVM that it watches already, as with an inherited JAVA_TOOL_OPTIONS. */
    Lane<Launch> child(String forkwatch, int stayMillis) throws IOException {
        List<String> relay =
                new ArrayList<>(hello(List.of("-javaagent:" + forkwatch + "=" + QUIET), Relay.class, List.of()));
        relay.addAll(launching(watched(forkwatch), stayMillis));
        return new Lane<>("forkwatch, child", relay, Launch::ofLine);
    }

    /** The option for Forkwatch with any free port. */
    static List<String> watched(String forkwatch) {
        return List.of("-javaagent:" + forkwatch + "=port=0");
    }

    private List<String> launching(List<String> options, int stayMillis) {
        List<String> line = new ArrayList<>(List.of(launcher));
        line.addAll(hello(options, Hello.class, stayMillis > 0 ? List.of(Integer.toString(stayMillis)) : List.of()));
        return line;
    }

    private List<String> hello(List<String> options, Class<?> main, List<String> arguments) {
        return Stream.of(List.of(java), options, List.of("-cp", classPath, main.getName()), arguments)
                .flatMap(List::stream)
                .toList();
    }
}

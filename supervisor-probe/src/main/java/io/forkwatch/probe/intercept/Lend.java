package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.program.Programs;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lends this agent to children that are directly {@code java}: as the first argument after the program, so that nothing
 * else inherits it. On the host's thread: it looks at a few files, reads those that it has not seen, and where anything is not
 * as expected, the command stays the host's own.
 */
public final class Lend implements BiFunction<String[], Object[], String[]> {
    /** The kernel takes 2 MiB of words, with the environment: what is near that is not made longer. */
    private static final long MOST_CHARS = 256 << 10;

    private final File jar;
    private final long jarBytes;
    private final long jarMillis;
    private final String agent;
    private final Supplier<List<String>> recording;
    private final JavaImages images;
    private final JavaArguments arguments;
    private final UnaryOperator<@Nullable String> environment;

    /**
     * Lends a jar as it is now: it is not lent any more once somebody has written over it.
     *
     * @param jar absolute
     * @param argument what it gets, for example {@code role=child}
     * @param recording asked at each start for what a JVM gets as well that can record itself, and does not yet; empty for nothing
     */
    public Lend(File jar, String argument, Supplier<List<String>> recording) {
        this(jar, argument, recording, System::getenv);
    }

    Lend(File jar, String argument, Supplier<List<String>> recording, UnaryOperator<@Nullable String> environment) {
        this.jar = jar;
        this.jarBytes = jar.length();
        this.jarMillis = jar.lastModified();
        this.agent = "-javaagent:" + jar + "=" + argument;
        this.recording = recording;
        this.environment = environment;
        this.images = new JavaImages(Optional.ofNullable(environment.apply("PATH")));
        this.arguments = new JavaArguments(jar.getName());
    }

    /** Whether a jar can be named in an option: what stands behind the first {@code =} is not its name. */
    public static boolean canLend(String jar) {
        return jar.startsWith("/") && jar.indexOf('=') < 0 && new File(jar).canRead();
    }

    /**
     * The command that is run in place of another.
     *
     * @param command the JDK's own copy of the host's; it stays as it is
     * @param around the environment of the child as a map, or null for that of this JVM; its directory, or null likewise
     * @return the same array if nothing is lent
     */
    @Override
    public String[] apply(String[] command, @Nullable Object[] around) {
        if (command.length == 0 || !Programs.isJava(command[0]) || !isShort(command)) {
            return command;
        }
        String directory = around[1] instanceof String named ? named : "";
        Optional<JavaImage> image = images.of(command[0], directory);
        boolean lent = image.isPresent()
                && image.get().takesAgent()
                && isAsItWas()
                && arguments.bearAgent(command, directory, inherited(around[0]));
        if (!lent) {
            return command;
        }
        boolean records = image.get().records() && !arguments.record(command);
        return with(command, records ? recording.get() : List.of());
    }

    private static boolean isShort(String[] command) {
        long chars = 0;
        for (String word : command) {
            chars += word.length();
        }
        return chars <= MOST_CHARS;
    }

    // Half a jar would keep the child from starting.
    private boolean isAsItWas() {
        return jar.length() == jarBytes && jar.lastModified() == jarMillis && jarBytes > 0;
    }

    // What its launcher and its JVM read besides the command.
    private String inherited(@Nullable Object map) {
        StringBuilder all = new StringBuilder();
        for (String name : JavaArguments.VARIABLES) {
            Object value = map instanceof Map<?, ?> given ? given.get(name) : environment.apply(name);
            if (value != null) {
                all.append(value).append('\n');
            }
        }
        return all.toString();
    }

    private String[] with(String[] command, List<String> recorder) {
        int more = 1 + recorder.size();
        String[] lent = new String[command.length + more];
        lent[0] = command[0];
        lent[1] = agent;
        for (int i = 1; i < more; i++) {
            lent[1 + i] = recorder.get(i - 1);
        }
        System.arraycopy(command, 1, lent, 1 + more, command.length - 1);
        return lent;
    }
}

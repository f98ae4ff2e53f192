package io.forkwatch.agent.entry;

import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * What {@code -javaagent}, dynamic attach and {@code java -jar} call. Decides whether Forkwatch belongs in this JVM and
 * hands over to the probe, which lives behind a class loader of its own. Whatever goes wrong ends in one line on
 * stderr: anything thrown from premain would abort the host.
 */
public final class AgentEntry {
    private static final String DOOR = "io.forkwatch.probe.SupervisorProbe$Bootstrap";
    private static final String COMMAND_LINE = "io.forkwatch.probe.CommandLineTool";

    private static final String CHILD = ",role=child,";
    private static final String WATCHED = "is off: a process above this one is watched by Forkwatch already;"
            + " nested=true makes this JVM a supervisor as well";

    /**
     * The probe's door if Forkwatch is on in this JVM. One for all copies of the jar: they get this class from the first of
     * them.
     */
    private static final AtomicReference<Object> ON = new AtomicReference<>();

    private AgentEntry() {}

    /** Called by the JVM before the application's main, for {@code -javaagent:forkwatch.jar=options}. */
    public static void premain(String options, Instrumentation instrumentation) {
        start(options, instrumentation, false, Optional.empty());
    }

    /** Called by the JVM after a dynamic attach. */
    public static void agentmain(String options, Instrumentation instrumentation) {
        start(options, instrumentation, true, Optional.empty());
    }

    /** {@code java -jar forkwatch.jar}: prints usage or version; exit code 2 for anything else that is asked. */
    public static void main(String[] arguments) throws Exception {
        String refusal = Suitability.ofThisJvm().refusal();
        if (!refusal.isEmpty()) {
            System.out.println("Forkwatch " + version() + ": " + refusal);
            return;
        }
        Class<?> tool = InstLoader.ofThisJar().loadClass(COMMAND_LINE);
        Object exitCode = tool.getMethod("run", String[].class, String.class).invoke(null, arguments, version());
        if (!exitCode.equals(0)) {
            System.exit((Integer) exitCode); // Nobody's JVM but our own: this is not an agent here.
        }
    }

    /**
     * Why a child of this JVM should be recycled; asked by {@code SupervisorProbe.advice} in the application's copy of the
     * library, by reflection.
     *
     * @return empty if it need not be, or Forkwatch is not on here
     */
    public static String advice(long pid) throws ReflectiveOperationException {
        Object door = ON.get();
        return door == null
                ? ""
                : String.valueOf(door.getClass().getMethod("advice", long.class).invoke(door, pid));
    }

    // The first of the three walls. Its catch must not throw, or the host is aborted with exit code 134.
    static void start(String options, Instrumentation instrumentation, boolean attached, Optional<Stderr> stderr) {
        try {
            String refusal = startOrRefuse(options, instrumentation, attached);
            if (!refusal.isEmpty()) {
                say(refusal, stderr);
            }
        } catch (Throwable fault) {
            sayOff(fault, stderr);
        }
    }

    // What is to be said of it; mostly nothing.
    private static String startOrRefuse(String options, Instrumentation instrumentation, boolean attached)
            throws Exception {
        if (Suitability.isManaged()) {
            return Suitability.MANAGED; // First of all: the rest looks at /proc.
        }
        if (ON.get() != null) {
            return attached ? "is on in this JVM already; this attach changes nothing" : "";
        }
        Suitability jvm = Suitability.ofThisJvm();
        if (jvm.isJdkTool()) {
            return attached ? "is off: this JVM runs a tool of the JDK" : "";
        }
        boolean child = isChild(options);
        Optional<Ancestry.Above> above = Ancestry.ofThisMachine().above();
        if (above.isPresent() && (child || !Nested.ofThisJvm(options).isAsked())) {
            if (child || !attached) {
                above.get().takeChildRole();
            }
            return attached && !child ? WATCHED : "";
        }
        if (child) {
            return ""; // Nobody above, or none with a marker: there is nobody to leave a word to.
        }
        String refusal = jvm.refusal();
        if (!refusal.isEmpty()) {
            return refusal + "; the application goes on without it";
        }
        open(options == null ? "" : options, instrumentation, attached);
        return "";
    }

    // Of the argument alone: it is said to one JVM, by who starts it.
    private static boolean isChild(String options) {
        return options != null && (',' + options + ',').contains(CHILD);
    }

    // Through a functional type of the JDK: a reflective call costs JDK 25 tens of milliseconds on the main thread.
    @SuppressWarnings("unchecked")
    private static void open(String options, Instrumentation instrumentation, boolean attached) throws Exception {
        BiFunction<String[], Instrumentation, Boolean> door = (BiFunction<String[], Instrumentation, Boolean>)
                InstLoader.ofThisJar().loadClass(DOOR).getDeclaredConstructor().newInstance();
        if (door.apply(new String[] {options, version(), attached ? "attached" : ""}, instrumentation)) {
            ON.set(door);
        }
    }

    private static String version() {
        String version = AgentEntry.class.getPackage().getImplementationVersion();
        return version == null ? "unversioned" : version;
    }

    private static void say(String words, Optional<Stderr> stderr) {
        (stderr.isPresent() ? stderr.get() : Stderr.ofThisJvm()).say(words);
    }

    private static void sayOff(Throwable fault, Optional<Stderr> stderr) {
        try {
            Throwable cause = fault.getCause() == null ? fault : fault.getCause();
            say("is off, it could not start: " + cause + "; the application goes on without it", stderr);
        } catch (Throwable noWordsLeft) {
            return; // Out of memory or stack: silence is all that is left, and the host goes on.
        }
    }
}

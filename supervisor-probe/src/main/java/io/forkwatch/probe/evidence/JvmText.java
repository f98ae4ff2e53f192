package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.JvmFailure.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What HotSpot and the {@code java} launcher print on stderr when a JVM fails: alike from JDK 17 to 25 (JDK,
 * {@code ThreadGroup.uncaughtException}, {@code java.c} and {@code emessages.h}; HotSpot, {@code java.cpp},
 * {@code javaThread.cpp} and {@code vmError.cpp}). The last failure counts. One instance reads one text.
 */
final class JvmText {
    private static final int MOST_CHARACTERS = 300;
    private static final String UNCAUGHT = "Exception in thread \"";
    private static final String EXCEPTION = "Exception: ";
    private static final String IN_HANDLER = " thrown from the UncaughtExceptionHandler in thread \"";
    private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";
    private static final String CAUSED_BY = "Caused by: ";
    /** Each is followed by a line that says what. */
    private static final List<String> IN_START =
            List.of("Error occurred during initialization of ", "Error occurred during CDS dumping");

    private static final String CLASS_VERSION = "java.lang.UnsupportedClassVersionError: ";
    private static final String NOT_CREATED = "Error: Could not create the Java Virtual Machine.";
    private static final String VM_WARNING = " VM warning: ";
    private static final String COMMIT = "os::commit_memory(";
    private static final String NO_MEMORY =
            "There is insufficient memory for the Java Runtime Environment to continue.";

    /** The launcher's complaints, each a line that says all. */
    private static final List<String> LAUNCHER = List.of(
            "Error: Could not find or load main class ",
            "Error: Unable to initialize main class ",
            "Error: LinkageError occurred while loading main class ",
            "Error: A JNI error has occurred",
            "Error: Main method ",
            "Error: could not open `",
            "Error opening zip file or JAR manifest missing : ",
            "Error: Unable to access jarfile ",
            "Error: An unexpected error occurred while trying to open file ",
            "Error: Invalid or corrupt jarfile ",
            "no main manifest attribute, in ");

    /** What may follow a complaint of the launcher or of the JVM and belongs to it. */
    private static final List<String> MORE = List.of(
            CAUSED_BY,
            "Error: A fatal exception has occurred.",
            "Module java.instrument may be missing",
            "   public static void main(",
            "or a JavaFX application class must extend ",
            "#");

    /** They fail nothing. */
    private static final List<String> NOTICES = List.of("Picked up ", "NOTE: ", "WARNING: ", "Warning: ");

    /** Where in the text of an exception we are. */
    private enum Part {
        NOWHERE,
        /** Behind its first line: its message may have more of them. */
        MESSAGE,
        FRAMES
    }

    private Optional<JvmFailure> found = Optional.empty();
    private Part part = Part.NOWHERE;
    private String previous = "";

    private JvmText() {}

    /**
     * The last failure that a text tells.
     *
     * @param lines the text, tabs as blanks; possibly begun in the middle
     */
    static Optional<JvmFailure> lastFailure(List<String> lines) {
        JvmText text = new JvmText();
        for (String line : lines) {
            if (!line.isBlank() && !isNotice(line)) {
                text.read(line);
                text.previous = line;
            }
        }
        return text.found;
    }

    private static boolean isNotice(String line) {
        return startsWithAny(line, NOTICES) || (line.contains(VM_WARNING) && !line.contains(COMMIT));
    }

    private void read(String line) {
        if (part != Part.NOWHERE && isFrame(line)) {
            part = Part.FRAMES;
            found = found.map(failure -> last(failure, true));
        } else if (part != Part.NOWHERE && line.startsWith(CAUSED_BY)) {
            part = Part.MESSAGE;
            found = found.map(failure -> causedBy(failure, line.substring(CAUSED_BY.length())));
        } else {
            readEvent(line);
        }
    }

    private void readEvent(String line) {
        Optional<JvmFailure> exception = exception(line);
        Optional<JvmFailure> failure =
                exception.or(() -> notStarted(line)).or(() -> noMemory(line)).or(() -> saysOutOfMemory(line));
        if (failure.isPresent()) {
            found = failure;
            boolean traced = failure.get().kind() == Kind.OUT_OF_MEMORY || exception.isPresent();
            part = traced ? Part.MESSAGE : Part.NOWHERE;
        } else {
            found = found.map(known -> last(known, known.last() && belongs(known, line)));
            part = part == Part.MESSAGE ? Part.MESSAGE : Part.NOWHERE;
        }
    }

    private static boolean belongs(JvmFailure failure, String line) {
        boolean told = failure.kind() == Kind.NOT_STARTED || failure.kind() == Kind.NO_NATIVE_MEMORY;
        return told && (startsWithAny(line, MORE) || line.stripLeading().startsWith(CLASS_VERSION));
    }

    // Exception in thread "main" java.lang.IllegalStateException: message
    private static Optional<JvmFailure> exception(String line) {
        int close = line.startsWith(UNCAUGHT) ? line.indexOf("\" ", UNCAUGHT.length()) : -1;
        if (close >= 0 && isThrowable(line.substring(close + 2))) {
            return exception(line.substring(UNCAUGHT.length(), close), line.substring(close + 2));
        }
        return inHandler(line);
    }

    // Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread "main"
    private static Optional<JvmFailure> inHandler(String line) {
        int at = line.startsWith(EXCEPTION) ? line.indexOf(IN_HANDLER) : -1;
        int thread = at + IN_HANDLER.length();
        return at > EXCEPTION.length() && line.endsWith("\"") && thread < line.length()
                ? exception(line.substring(thread, line.length() - 1), line.substring(EXCEPTION.length(), at))
                : Optional.empty();
    }

    private static Optional<JvmFailure> exception(String thread, String what) {
        return failure(isOutOfMemory(what) ? Kind.OUT_OF_MEMORY : Kind.UNCAUGHT, thread, what);
    }

    private Optional<JvmFailure> notStarted(String line) {
        Optional<JvmFailure> told = found.filter(known -> known.kind() == Kind.NOT_STARTED && known.last());
        if (line.equals(NOT_CREATED)) {
            return told.isPresent() ? told : failure(Kind.NOT_STARTED, "", previous.isEmpty() ? line : previous);
        }
        boolean begins = startsWithAny(line, IN_START) || startsWithAny(line, LAUNCHER);
        boolean detail = told.isPresent() && startsWithAny(told.get().what(), IN_START);
        return begins || detail ? failure(Kind.NOT_STARTED, "", line) : Optional.empty();
    }

    // OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x80000000, 3221, 0) failed; error='Not enough space'
    private static Optional<JvmFailure> noMemory(String line) {
        int call = line.indexOf(COMMIT);
        if (call >= 0 && line.contains(VM_WARNING) && line.contains(" failed; error=")) {
            return failure(Kind.NO_NATIVE_MEMORY, "", line.substring(call));
        }
        return line.endsWith(NO_MEMORY) ? failure(Kind.NO_NATIVE_MEMORY, "", NO_MEMORY) : Optional.empty();
    }

    // Terminating due to java.lang.OutOfMemoryError: Java heap space; or the program's own log.
    private static Optional<JvmFailure> saysOutOfMemory(String line) {
        int at = line.indexOf(OUT_OF_MEMORY);
        return at < 0 ? Optional.empty() : failure(Kind.OUT_OF_MEMORY, "", line.substring(at));
    }

    private static Optional<JvmFailure> failure(Kind kind, String thread, String what) {
        return Optional.of(new JvmFailure(kind, cut(thread), cut(what), "", true));
    }

    private static JvmFailure causedBy(JvmFailure failure, String cause) {
        boolean newsOfMemory = isOutOfMemory(cause) && failure.kind() == Kind.UNCAUGHT;
        return newsOfMemory
                ? new JvmFailure(Kind.OUT_OF_MEMORY, failure.thread(), failure.what(), cut(cause), true)
                : last(failure, true);
    }

    private static JvmFailure last(JvmFailure failure, boolean last) {
        return new JvmFailure(failure.kind(), failure.thread(), failure.what(), failure.cause(), last);
    }

    // "    at Main.main(Main.java:7)", "    ... 3 more", "    Suppressed: java.io.IOException"
    private static boolean isFrame(String line) {
        String text = line.stripLeading();
        return text.length() < line.length()
                && startsWithAny(text, List.of("at ", "... ", "Suppressed: ", CAUSED_BY, "[CIRCULAR"));
    }

    private static boolean isOutOfMemory(String what) {
        return what.equals(OUT_OF_MEMORY) || what.startsWith(OUT_OF_MEMORY + ":");
    }

    /** True if it begins with the name of a class: the JVM writes nothing else there. */
    private static boolean isThrowable(String what) {
        int end = 0;
        while (end < what.length() && (Character.isJavaIdentifierPart(what.charAt(end)) || what.charAt(end) == '.')) {
            end++;
        }
        return end > 0 && (end == what.length() || what.charAt(end) == ':');
    }

    private static boolean startsWithAny(String line, List<String> beginnings) {
        for (String beginning : beginnings) {
            if (line.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
}

package io.forkwatch.probe.evidence;

/**
 * Whether and why a program cannot be run, as its file says after the fact.
 *
 * @param kind the kind of reason
 * @param what the program, and what it names or was built for, in words that need no translation; at most 200 characters
 * @param seen true if its file was looked at; false if it was sought in the {@code PATH} of this JVM, and the child may have
 *     had another one. Of {@link Kind#NO_AGENTS}: true if it was given an agent, by the command or what this JVM inherited
 */
public record ProgramFault(Kind kind, String what, boolean seen) {
    /** Reasons that a file can tell. */
    public enum Kind {
        /** There is no such file. */
        NOT_THERE,
        /** Nobody may execute it, or it is a directory. */
        NOT_ALLOWED,
        /** The interpreter of its first line, or its dynamic loader, is not there. */
        NO_INTERPRETER,
        /** It is built for another processor. */
        OTHER_PROCESSOR,
        /** It is there and linked to shared libraries: if it did exit so, the dynamic loader may have missed one of them. */
        LIBRARIES,
        /** It is the java of a runtime image without the module {@code java.instrument}: with an agent it does not start. */
        NO_AGENTS,
        /** It is there, and nothing is wrong with it: what came after is its own affair. */
        NONE
    }
}

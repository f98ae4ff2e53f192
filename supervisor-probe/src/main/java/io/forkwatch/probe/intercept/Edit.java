package io.forkwatch.probe.intercept;

/** The edits: which method of which JDK class. The same on JDK 17 to 25. */
enum Edit {
    /** The one call of {@code ProcessImpl.start} goes to the bridge: command, directory, failure. */
    SPAWN("java/lang/ProcessBuilder", "start", "([Ljava/lang/ProcessBuilder$Redirect;)Ljava/lang/Process;"),
    /** Entry: the pid, on the spawning thread, before the reaper starts. */
    BIRTH("java/lang/ProcessImpl", "initStreams", "([IZ)V"),
    /** Entry: who asks for the end of a process. */
    KILL("java/lang/ProcessHandleImpl", "destroyProcess", "(Z)Z"),
    /** Before the reaping call: that the wait begins, and a moment in which the child is a zombie. */
    ZOMBIE("java/lang/ProcessHandleImpl$1", "run", "()V"),
    /** After the stderr stream is made and before the reaper starts. Only where {@code stderr.tail} asks for it. */
    STDERR("java/lang/ProcessImpl", "initStreams", "([IZ)V");

    static final String BRIDGE = "java/lang/ForkwatchBridge";

    final String owner;
    final String method;
    final String descriptor;

    Edit(String owner, String method, String descriptor) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
    }

    /** The class as {@link Class#forName} wants it. */
    String className() {
        return owner.replace('/', '.');
    }
}

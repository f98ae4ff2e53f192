package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.hang.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the threads of this JVM wait for children, by their stacks.
 *
 * @param waiter one that is in {@link Process#waitFor()}; absent if none is
 * @param only true if no thread of the application does anything else, without a time limit, than to wait for a child, to wait for
 *     such a thread, or to read in native code
 */
public record OwnWaits(Optional<Waiter> waiter, boolean only) {
    /** Of a JVM that has no children. */
    public static final OwnWaits NONE = new OwnWaits(Optional.empty(), false);

    private static final Set<String> OF_THE_JVM = Set.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Common-Cleaner",
            "Notification Thread",
            "Attach Listener",
            "DestroyJavaVM");

    private static final String REAPER = "process reaper";
    private static final String OURS = "forkwatch";
    private static final String WAIT_FOR = "waitFor";

    /**
     * A thread.
     *
     * @param name its name
     * @param state its state
     * @param frames innermost first
     */
    record Stack(String name, Thread.State state, List<StackTraceElement> frames) {}

    /** Those of this JVM now; holds up all of its threads for a moment, so not to be asked for but where something hangs. */
    public static OwnWaits ofThisJvm() {
        List<Stack> stacks = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = each.getKey();
            stacks.add(new Stack(thread.getName(), thread.getState(), List.of(each.getValue())));
        }
        return of(stacks);
    }

    static OwnWaits of(List<Stack> stacks) {
        Optional<Waiter> waiter = Optional.empty();
        boolean only = true;
        for (Stack stack : stacks) {
            boolean waits = isIn(stack, "java.lang.ProcessImpl", WAIT_FOR);
            if (waits && waiter.isEmpty()) {
                waiter = Optional.of(new Waiter(stack.name(), WAIT_FOR, place(stack)));
            }
            only &= isOfNobody(stack) || isPatient(stack, waits);
        }
        return new OwnWaits(waiter, only && waiter.isPresent());
    }

    private static boolean isOfNobody(Stack stack) {
        String name = stack.name();
        return OF_THE_JVM.contains(name)
                || name.startsWith(REAPER)
                || name.startsWith(OURS)
                || stack.frames().isEmpty();
    }

    private static boolean isPatient(Stack stack, boolean waits) {
        boolean joins = waits || isIn(stack, "java.lang.Thread", "join");
        boolean reads = !stack.frames().isEmpty()
                && stack.frames().get(0).getMethodName().startsWith("readBytes")
                && stack.frames().get(0).getClassName().equals("java.io.FileInputStream");
        return reads || (joins && stack.state() == Thread.State.WAITING);
    }

    private static boolean isIn(Stack stack, String type, String method) {
        for (StackTraceElement frame : stack.frames()) {
            if (frame.getClassName().equals(type) && frame.getMethodName().equals(method)) {
                return true;
            }
        }
        return false;
    }

    private static String place(Stack stack) {
        for (StackTraceElement frame : stack.frames()) {
            String type = frame.getClassName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
                String where = frame.getFileName() == null ? "" : frame.getFileName() + ":" + frame.getLineNumber();
                return type + "." + frame.getMethodName() + "(" + where + ")";
            }
        }
        return "";
    }
}

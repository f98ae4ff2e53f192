package io.forkwatch.agent.child;

/**
 * A shutdown hook that is never a thread: the JDK starts hooks on the thread that ends the JVM, so {@link #start} finds on its own
 * stack who called {@code System.exit}. A thread that was not started is not waited for.
 */
final class ExitNote extends Thread {
    /** The launcher, which waits there until no thread is left that is no daemon. A stack costs a millisecond or two. */
    private static final String LAST = "DestroyJavaVM";

    private final BlackBox box;

    ExitNote(BlackBox box) {
        super(null, null, "forkwatch-exit", 0);
        this.box = box;
    }

    @Override
    public synchronized void start() {
        note(Thread.currentThread().getName());
    }

    /** On a JDK that starts hooks otherwise: then only that it ends in order is known. */
    @Override
    public void run() {
        note("");
    }

    private void note(String thread) {
        try {
            StackTraceElement[] stack =
                    thread.equals(LAST) ? new StackTraceElement[0] : new Throwable().getStackTrace();
            int from = 0;
            int how = BlackBoxFile.LAST_THREAD;
            for (int i = 0; i < stack.length; i++) {
                String type = stack[i].getClassName();
                if (type.startsWith("java.lang.Terminator")) {
                    how = BlackBoxFile.SIGNALLED;
                } else if (isExit(type, stack[i].getMethodName())) {
                    how = BlackBoxFile.EXIT_CALLED;
                    from = i + 1;
                }
            }
            boolean called = how == BlackBoxFile.EXIT_CALLED;
            box.exit(how, thread, stack, called ? from : stack.length, System.nanoTime());
        } catch (Throwable noMemory) {
            return; // The JVM ends all the same.
        }
    }

    private static boolean isExit(String type, String method) {
        return method.equals("exit") && (type.equals("java.lang.Runtime") || type.equals("java.lang.System"));
    }
}

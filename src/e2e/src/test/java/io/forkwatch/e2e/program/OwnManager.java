package io.forkwatch.e2e.program;

import java.security.Permission;
import java.util.concurrent.TimeUnit;

/** A host with a security manager of its own, which ends the JVM if it does not like what it is asked. For JDK 17. */
@SuppressWarnings("removal")
public final class OwnManager {
    private OwnManager() {}

    /** Runs it; the arguments are the name of the manager's class, if it is to be set in the middle of the work. */
    public static void main(String[] args) throws Exception {
        Process child = new ProcessBuilder("sleep", "30").start();
        TimeUnit.MILLISECONDS.sleep(1_500);
        if (args.length > 0) {
            System.setSecurityManager(Class.forName(args[0])
                    .asSubclass(SecurityManager.class)
                    .getDeclaredConstructor()
                    .newInstance());
        }
        for (int i = 0; i < 10; i++) {
            new ProcessBuilder("sh", "-c", "exit " + i).start().waitFor();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        child.destroy();
        System.out.println("child: " + child.waitFor());
    }

    /** Ends the JVM at a look at {@code /proc}. */
    public static final class GuardsProc extends SecurityManager {
        /** For the JVM, by name. */
        public GuardsProc() {}

        @Override
        public void checkPermission(Permission permission) {}

        @Override
        public void checkRead(String file) {
            if (file.startsWith("/proc")) {
                Runtime.getRuntime().halt(66);
            }
        }
    }

    /** Ends the JVM whatever it is asked on a thread that is not the application's. */
    public static final class GuardsThreads extends SecurityManager {
        /** For the JVM, by name. */
        public GuardsThreads() {}

        @Override
        public void checkPermission(Permission permission) {
            if (Thread.currentThread().getName().startsWith("forkwatch")) {
                Runtime.getRuntime().halt(66);
            }
        }
    }

    /** Refuses all that is under {@code /proc}. */
    public static final class RefusesProc extends SecurityManager {
        /** For the JVM, by name. */
        public RefusesProc() {}

        @Override
        public void checkPermission(Permission permission) {}

        @Override
        public void checkRead(String file) {
            if (file.startsWith("/proc")) {
                throw new SecurityException("of a test");
            }
        }
    }
}

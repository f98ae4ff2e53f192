package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Names its log manager late, then prints which one the JVM has. Standard input says when to go on: a byte a step. */
public final class LogManagerInUse {
    private LogManagerInUse() {}

    /**
     * Fails twice to start a child, so that an agent has something to say, then names a log manager, as applications do
     * before they use logging, and uses it.
     *
     * @param arguments the class name of a log manager, or nothing
     */
    public static void main(String[] arguments) throws IOException {
        failToStart("missing-1");
        failToStart("missing-2");
        if (arguments.length > 0) {
            System.setProperty("java.util.logging.manager", arguments[0]);
        }
        LogManager manager = LogManager.getLogManager();
        System.out.println(manager.getClass().getName());
        awaitByte();
        System.out.println("level " + Logger.getLogger("").getLevel());
        System.out.println("greeting " + manager.getProperty("greeting"));
        Logger.getLogger("demo").info("a line of the application's own");
    }

    // A child that starts would do too, but since JDK 22 the JDK itself logs each start, and so sets logging up.
    private static void failToStart(String program) throws IOException {
        try {
            new ProcessBuilder(program).start().destroy();
        } catch (IOException expected) {
            awaitByte();
        }
    }

    private static void awaitByte() throws IOException {
        if (System.in.read() < 0) {
            throw new IOException("nobody says when to go on");
        }
    }
}

package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Waits for the end of its standard input, then prints which log manager the JVM has. */
public final class LogManagerInUse {
    private LogManagerInUse() {}

    /**
     * Names a log manager, as applications do, before it uses logging.
     *
     * @param arguments the class name of a log manager, or nothing
     */
    public static void main(String[] arguments) throws IOException {
        System.in.transferTo(System.out);
        if (arguments.length > 0) {
            System.setProperty("java.util.logging.manager", arguments[0]);
        }
        LogManager manager = LogManager.getLogManager();
        System.out.println(manager.getClass().getName());
        System.out.println("level " + Logger.getLogger("").getLevel());
        System.out.println("greeting " + manager.getProperty("greeting"));
    }
}

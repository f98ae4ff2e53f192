package io.forkwatch.agent.entry;

import java.io.File;
import java.util.Properties;

/** Whether Forkwatch can and should work in a JVM: a function of a few facts about it, so that all can be tested. */
public final class Suitability {
    private static final int OLDEST = 17;

    /** Why Forkwatch is off under a security manager of the host's own. */
    public static final String MANAGED =
            "is off: the application has a security manager of its own, which would be asked about all that is read";

    private static final String LAUNCHER = "sun.launcher.LauncherHelper";

    private final String specificationVersion;
    private final String version;
    private final String osName;
    private final boolean procReadable;
    private final String mainModule;
    private final String command;

    Suitability(
            String specificationVersion,
            String version,
            String osName,
            boolean procReadable,
            String mainModule,
            String command) {
        this.specificationVersion = specificationVersion;
        this.version = version;
        this.osName = osName;
        this.procReadable = procReadable;
        this.mainModule = mainModule;
        this.command = command;
    }

    static Suitability ofThisJvm() {
        return of(System.getProperties(), new File("/proc/self/stat").canRead());
    }

    /**
     * That of any JVM.
     *
     * @param properties its system properties
     * @param procReadable whether it can read /proc
     */
    public static Suitability of(Properties properties, boolean procReadable) {
        return new Suitability(
                properties.getProperty("java.specification.version", ""),
                properties.getProperty("java.version", ""),
                properties.getProperty("os.name", ""),
                procReadable,
                properties.getProperty("jdk.module.main", ""),
                commandOf(properties));
    }

    /**
     * True if a security manager of the host's own is in force: it is asked about each file that is opened, on our threads
     * too, and what it does then, such as to end the JVM, would be our doing. Those of the JDK only say no.
     */
    public static boolean isManaged() {
        try {
            SecurityManager manager = System.getSecurityManager();
            return manager != null && !manager.getClass().getName().startsWith("java.");
        } catch (LinkageError goneFromThisJdk) {
            return false;
        }
    }

    // java -version and java --list-modules run no class of anybody: the launcher answers and leaves.
    private static String commandOf(Properties properties) {
        boolean standard = "SUN_STANDARD".equals(properties.getProperty("sun.java.launcher"));
        return properties.getProperty("sun.java.command", standard ? LAUNCHER : "");
    }

    /** Why Forkwatch is off here, or an empty text if nothing is against it. */
    public String refusal() {
        if (!osName.equals("Linux")) {
            return "is off by platform: it needs Linux, this is " + osName;
        }
        if (feature() < OLDEST) {
            return "is off: it needs Java " + OLDEST + " or newer, this is " + version;
        }
        if (!procReadable) {
            return "is off: /proc/self/stat cannot be read, is /proc mounted?";
        }
        return "";
    }

    // "1.8" up to Java 8, then "9", "17", "25".
    private int feature() {
        String feature =
                specificationVersion.startsWith("1.") ? specificationVersion.substring(2) : specificationVersion;
        try {
            return Integer.parseInt(feature);
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }

    /**
     * True for jps, jcmd, keytool, javac, jshell and its helper, java -version and the like, which inherit an agent
     * through JAVA_TOOL_OPTIONS and whose output is read by programs. The source launcher ({@code java Main.java}) is
     * javac's module but an application.
     */
    public boolean isJdkTool() {
        String main = mainClass();
        if (main.startsWith("com.sun.tools.javac.launcher.")) {
            return false;
        }
        return mainModule.startsWith("jdk.")
                || mainModule.equals("java.base")
                || mainModule.equals("java.rmi")
                || main.startsWith("sun.tools.")
                || main.startsWith("com.sun.tools.")
                || main.startsWith("sun.security.tools.")
                || main.startsWith("sun.jvmstat.")
                || main.startsWith("jdk.jshell.")
                || main.equals(LAUNCHER);
    }

    // "jdk.jcmd/sun.tools.jps.Jps -l" or "com.acme.Main arguments".
    private String mainClass() {
        int end = command.indexOf(' ');
        String main = end < 0 ? command : command.substring(0, end);
        return main.substring(main.indexOf('/') + 1);
    }
}

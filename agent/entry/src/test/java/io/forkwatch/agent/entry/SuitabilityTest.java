package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuitabilityTest {
    @ParameterizedTest
    @CsvSource({"17, 17.0.15", "21, 21.0.2", "25, 25.0.3", "26-ea, 26-ea"})
    void nothingIsAgainstALinuxJvmOf17OrNewer(String specification, String version) {
        String refusal =
                jvm(specification.replace("-ea", ""), version, "Linux", true).refusal();

        assertThat(refusal).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.8, 1.8.0_402", "9, 9.0.4", "11, 11.0.22", "16, 16.0.2"})
    void anOlderJvmIsToldWhatItLacks(String specification, String version) {
        assertThat(jvm(specification, version, "Linux", true).refusal())
                .isEqualTo("is off: it needs Java 17 or newer, this is " + version);
    }

    @ParameterizedTest
    @CsvSource({"''", "seventeen", "1.x"})
    void aJvmThatDoesNotSayItsVersionIsTooOld(String specification) {
        assertThat(jvm(specification, "?", "Linux", true).refusal()).startsWith("is off: it needs Java 17");
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X", "Windows 11", "FreeBSD", "linux", "''"})
    void anotherPlatformIsNamedBeforeAnythingElse(String osName) {
        assertThat(jvm("1.8", "1.8.0_402", osName, false).refusal())
                .isEqualTo("is off by platform: it needs Linux, this is " + osName);
    }

    @Test
    void linuxWithoutProcIsRefused() {
        assertThat(jvm("17", "17.0.15", "Linux", false).refusal())
                .isEqualTo("is off: /proc/self/stat cannot be read, is /proc mounted?");
    }

    @Test
    void thisJvmIsSuitableIfItIsALinuxOne() {
        assertThat(Suitability.ofThisJvm().refusal().isEmpty())
                .isEqualTo(System.getProperty("os.name").equals("Linux"));
        assertThat(Suitability.ofThisJvm().isJdkTool()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "jdk.jcmd, jdk.jcmd/sun.tools.jps.Jps -l",
        "jdk.jcmd, jdk.jcmd/sun.tools.jcmd.JCmd 4242 Thread.print",
        "jdk.jcmd, jdk.jcmd/sun.tools.jstack.JStack 4242",
        "jdk.compiler, jdk.compiler/com.sun.tools.javac.Main -d out Foo.java",
        "jdk.javadoc, jdk.javadoc/jdk.javadoc.internal.tool.Main Foo.java",
        "jdk.jartool, jdk.jartool/sun.tools.jar.Main tf a.jar",
        "jdk.jdeps, jdk.jdeps/com.sun.tools.javap.Main Foo",
        "jdk.jlink, jdk.jlink/jdk.tools.jlink.internal.Main --version",
        "jdk.jfr, jdk.jfr/jdk.jfr.internal.tool.Main summary a.jfr",
        "jdk.jshell, jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider",
        "jdk.httpserver, jdk.httpserver/sun.net.httpserver.simpleserver.JWebServer",
        "java.base, java.base/sun.security.tools.keytool.Main -list",
        "java.rmi, java.rmi/sun.rmi.registry.RegistryImpl",
        "'', sun.tools.jps.Jps",
        "'', com.sun.tools.javac.Main Foo.java",
        "'', sun.security.tools.keytool.Main -list",
        "'', sun.jvmstat.monitor.Main",
        "'', jdk.jshell.execution.RemoteExecutionControl 38693",
        "'', sun.launcher.LauncherHelper",
    })
    void toolsOfTheJdkAreLeftAlone(String mainModule, String command) {
        assertThat(running(mainModule, command).isJdkTool()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'', com.acme.Main",
        "'', com.acme.Main sun.tools.jps.Jps",
        "'', /opt/acme/app.jar --port 1",
        "'', /opt/sun.tools/app.jar",
        "'', org.codehaus.plexus.classworlds.launcher.Launcher clean verify",
        "'', org.gradle.wrapper.GradleWrapperMain build",
        "com.acme, com.acme/com.acme.Main -v",
        "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.Main Foo.java",
        "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher Foo.java",
    })
    void applicationsAreNotTools(String mainModule, String command) {
        assertThat(running(mainModule, command).isJdkTool()).isFalse();
    }

    private static Suitability jvm(String specification, String version, String osName, boolean procReadable) {
        return new Suitability(specification, version, osName, procReadable, "", "com.acme.Main");
    }

    private static Suitability running(String mainModule, String command) {
        return new Suitability("17", "17.0.15", "Linux", true, mainModule, command);
    }
}

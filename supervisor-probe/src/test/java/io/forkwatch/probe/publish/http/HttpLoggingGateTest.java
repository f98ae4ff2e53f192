package io.forkwatch.probe.publish.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.FakeTime;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpLoggingGateTest {
    private final FakeTime time = FakeTime.start();
    private final AtomicBoolean loaded = new AtomicBoolean();
    private final Set<String> finders = new HashSet<>();

    @Test
    void isOpenWhereLoggingIsNotConfiguredByAProperty() {
        Properties properties = new Properties();
        properties.setProperty("java.util.logging.SimpleFormatter.format", "%s");

        assertThat(gate(properties).getAsBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"java.util.logging.manager", "java.util.logging.config.class", "java.util.logging.config.file"})
    void waitsForTheApplicationWhereItIs(String property) {
        HttpLoggingGate gate = gate(with(property));
        assertThat(gate.getAsBoolean()).isFalse();
        time.pass(29);
        assertThat(gate.getAsBoolean()).isFalse();

        loaded.set(true);

        assertThat(gate.getAsBoolean()).isTrue();
    }

    @Test
    void opensAfterHalfAMinuteAtTheLatest() {
        HttpLoggingGate gate = gate(with("java.util.logging.config.file"));
        time.pass(29);
        assertThat(gate.getAsBoolean()).isFalse();

        time.pass(1);

        assertThat(gate.getAsBoolean()).isTrue();
    }

    @Test
    void staysOpen() {
        HttpLoggingGate gate = gate(with("java.util.logging.config.file"));
        loaded.set(true);
        assertThat(gate.getAsBoolean()).isTrue();

        loaded.set(false);

        assertThat(gate.getAsBoolean()).isTrue();
    }

    @Test
    void theLogManagerCountsOnlyWhereTheJdkItselfLoadedIt() throws ClassNotFoundException {
        Class<?> manager = Class.forName("java.util.logging.LogManager", false, null);

        String name = manager.getName();
        assertThat(new LoadedLogging(jvm(String.class, manager)).hasLoaded(name))
                .isTrue();
        assertThat(new LoadedLogging(jvm(String.class)).hasLoaded(name)).isFalse();
    }

    @Test
    void waitsForTheApplicationsOwnLoggerFinder() {
        finders.add("on the class path");
        HttpLoggingGate gate = gate(new Properties());
        assertThat(gate.getAsBoolean()).isFalse();

        finders.add("jdk.internal.logger.LoggerFinderLoader");

        assertThat(gate.getAsBoolean()).isTrue();
    }

    @Test
    void waitsForBothWhereThereAreBoth() {
        finders.add("on the class path");
        HttpLoggingGate gate = gate(with("java.util.logging.manager"));
        loaded.set(true);
        assertThat(gate.getAsBoolean()).isFalse();

        finders.add("jdk.internal.logger.LoggerFinderLoader");

        assertThat(gate.getAsBoolean()).isTrue();
    }

    @Test
    void waitsNoLongerForAFinderThanForAManager() {
        finders.add("on the class path");
        HttpLoggingGate gate = gate(new Properties());

        time.pass(30);

        assertThat(gate.getAsBoolean()).isTrue();
    }

    @Test
    void thisJvmBringsNoFinder() {
        assertThat(new LoadedLogging(jvm()).bringsFinder()).isFalse();
    }

    private HttpLoggingGate gate(Properties properties) {
        return new HttpLoggingGate(properties, new Host(), time.clocks());
    }

    private final class Host implements HostLogging {
        @Override
        public boolean hasLoaded(String className) {
            return className.equals("java.util.logging.LogManager") ? loaded.get() : finders.contains(className);
        }

        @Override
        public boolean bringsFinder() {
            return !finders.isEmpty();
        }
    }

    private static Properties with(String property) {
        Properties properties = new Properties();
        properties.setProperty(property, "x");
        return properties;
    }

    /** A JVM whose boot loader has loaded these. */
    private static Instrumentation jvm(Class<?>... loaded) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("getInitiatedClasses");
            assertThat(arguments).containsExactly((Object) null);
            return loaded;
        };
        Class<?>[] types = {Instrumentation.class};
        return (Instrumentation) Proxy.newProxyInstance(HttpLoggingGateTest.class.getClassLoader(), types, handler);
    }
}

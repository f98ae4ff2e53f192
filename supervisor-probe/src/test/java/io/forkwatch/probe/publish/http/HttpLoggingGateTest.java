package io.forkwatch.probe.publish.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.FakeTime;
import io.forkwatch.probe.publish.http.HttpLoggingGate.LogManagerLoaded;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpLoggingGateTest {
    private final FakeTime time = FakeTime.start();
    private final AtomicBoolean loaded = new AtomicBoolean();

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

        assertThat(new LogManagerLoaded(jvm(String.class, manager)).getAsBoolean())
                .isTrue();
        assertThat(new LogManagerLoaded(jvm(String.class)).getAsBoolean()).isFalse();
    }

    private HttpLoggingGate gate(Properties properties) {
        return new HttpLoggingGate(properties, loaded::get, time.clocks());
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

package io.forkwatch.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.agent.entry.Stderr;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupervisorProbeTest {
    @TempDir
    private Path directory;

    private final List<String> calls = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot=9797             | unknown option \"prot\"",
                "interval=50ms         | interval=\"50ms\"",
                "port=http             | port=\"http\"",
                "@/no/such/file        | @/no/such/file",
                "enabled=false,nonsense | unknown option \"nonsense\"",
            })
    void aBadOptionIsOneLineAndNothingIsInstalled(String argument, String named) throws Exception {
        assertThat(start(argument))
                .startsWith("[forkwatch] is off: ")
                .contains(named)
                .containsOnlyOnce("\n")
                .endsWith("\n");
        assertThat(calls).isEmpty();
    }

    @Test
    void offByOptionIsOneLineAndNothingIsInstalled() throws Exception {
        assertThat(start("enabled=false")).isEqualTo("[forkwatch] is off by option: enabled=false\n");
        assertThat(calls).isEmpty();
    }

    /** Twice: Jazzer, where it shares this JVM, says a line about each class that is loaded. */
    private String start(String argument) throws Exception {
        startOnce(argument);
        return startOnce(argument);
    }

    private String startOnce(String argument) throws Exception {
        InvocationHandler handler = (proxy, method, arguments) -> {
            calls.add(method.getName());
            throw new UnsupportedOperationException(method.getName());
        };
        Class<?>[] types = {Instrumentation.class};
        Object instrumentation = Proxy.newProxyInstance(SupervisorProbeTest.class.getClassLoader(), types, handler);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Stderr stderr = Stderr.of(Files.createTempFile(directory, "stderr", ""), said, InputStream.nullInputStream());
        SupervisorProbe.start(argument, (Instrumentation) instrumentation, "1.2.3", false, Optional.of(stderr));
        return said.toString(StandardCharsets.UTF_8);
    }
}

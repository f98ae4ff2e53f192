package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forkwatch.probe.procfs.Fixtures;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CmdlineTest {
    @ParameterizedTest
    @MethodSource("texts")
    void splitsAtNuls(String text, List<String> arguments) {
        assertThat(Cmdline.parse(ByteSpan.of(text))).isEqualTo(arguments);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("", List.of()),
                arguments("true\0", List.of("true")),
                arguments("true", List.of("true")),
                arguments("sh\0-c\0sleep 1; :\0", List.of("sh", "-c", "sleep 1; :")),
                arguments("sh\0-c\0no last nul", List.of("sh", "-c", "no last nul")),
                arguments("sh\0-c\0\0", List.of("sh", "-c", "")),
                arguments("sh\0\0x\0", List.of("sh", "", "x")),
                arguments("\0x\0", List.of("", "x")),
                arguments("\0", List.of("")),
                arguments("postgres: checkpointer\0\0\0\0\0", List.of("postgres: checkpointer")),
                arguments("nginx: worker process", List.of("nginx: worker process")),
                arguments("a\nb\0c\n\0", List.of("a\nb", "c\n")));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void readsRealProcesses(String name, List<String> arguments) {
        assertThat(Cmdline.parse(Fixtures.span(name + "/cmdline"))).isEqualTo(arguments);
    }

    static Stream<Arguments> fixtures() {
        return Stream.of(
                arguments("jvm", List.of("java", "-Xmx64m", "-Dstory=nap", "Nap")),
                arguments("sh", List.of("sh", "-c", "sleep 60; :")),
                arguments("setproctitle", List.of("postgres: checkpointer")),
                arguments("zombie-exit-3", List.of()),
                arguments("kthreadd", List.of()));
    }

    @Test
    void readsUtf8() {
        byte[] bytes = "caf\u00e9\0\u4e16\0".getBytes(StandardCharsets.UTF_8);
        ByteSpan text = new ByteSpan(16);
        text.set(bytes, 0, bytes.length);
        assertThat(Cmdline.parse(text)).containsExactly("caf\u00e9", "\u4e16");
    }
}

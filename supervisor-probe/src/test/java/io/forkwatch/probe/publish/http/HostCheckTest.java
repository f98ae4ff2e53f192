package io.forkwatch.probe.publish.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {
    private static final URI PATH = URI.create("/metrics");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9797",
                "LocalHost:",
                "127.0.0.1",
                "127.0.0.1:9797",
                "127.1.2.3:80",
                "[::1]",
                "[::1]:9797",
                "builder.local",
                "Builder.Local:9797",
            })
    void namesOfThisMachineAreAnsweredOnLoopback(String host) throws UnknownHostException {
        assertThat(onLoopback().allows(PATH, List.of(host))).isTrue();
        assertThat(onLoopback().allows(URI.create("http://" + host + "/metrics"), List.of()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9797",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:9797:80",
                "localhost@evil.example",
                "127.evil.example",
                "10.0.0.1",
                "[fe80::1]:9797",
                "127.0.0.1:9797@evil.example:80",
            })
    void othersAreNot(String host) throws UnknownHostException {
        assertThat(onLoopback().allows(PATH, List.of(host))).isFalse();
        assertThat(onLoopback().allows(PATH, List.of("localhost", host))).isFalse();
        assertThat(onLoopback().allows(URI.create("http://" + host + "/metrics"), List.of("localhost")))
                .isFalse();
    }

    @Test
    void anEmptyNameIsNobodysAndNoNameIsNoBrowsers() throws UnknownHostException {
        assertThat(onLoopback().allows(PATH, List.of(""))).isFalse();
        assertThat(onLoopback().allows(PATH, List.of())).isTrue();
    }

    @Test
    void anAddressOfIpV6MayBeConfiguredWithoutBrackets() throws UnknownHostException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        HostCheck check = HostCheck.of("0:0:0:0:0:0:0:1", InetAddress.getByAddress(loopback));

        assertThat(check.allows(PATH, List.of("[0:0:0:0:0:0:0:1]:9797"))).isTrue();
        assertThat(check.allows(PATH, List.of("[::2]:9797"))).isFalse();
    }

    @Test
    void elsewhereEveryNameIsAnswered() throws UnknownHostException {
        HostCheck check = HostCheck.of("0.0.0.0", InetAddress.getByAddress(new byte[4]));

        assertThat(check.allows(PATH, List.of("evil.example"))).isTrue();
    }

    private static HostCheck onLoopback() throws UnknownHostException {
        return HostCheck.of("builder.local", InetAddress.getByAddress("builder.local", new byte[] {127, 0, 1, 1}));
    }
}

package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes puts into the environment for a Service, and what is still an option or a mistake. */
class OptionEnvironmentTest {
    @ParameterizedTest
    @CsvSource({
        "FORKWATCH_SERVICE_HOST, 10.0.0.11",
        "FORKWATCH_SERVICE_PORT, 9797",
        "FORKWATCH_SERVICE_PORT_METRICS, 9797",
        "FORKWATCH_PORT, tcp://10.0.0.11:9797",
        "FORKWATCH_PORT, udp://10.0.0.11:9797",
        "FORKWATCH_PORT, sctp://10.0.0.11:9797",
        "FORKWATCH_PORT, tcp://[fd00::1]:9797",
        "FORKWATCH_PORT_9797_TCP, tcp://10.0.0.11:9797",
        "FORKWATCH_PORT_9797_TCP_PROTO, tcp",
        "FORKWATCH_PORT_9797_TCP_PORT, 9797",
        "FORKWATCH_PORT_9797_TCP_ADDR, 10.0.0.11",
        "FORKWATCH_PORT_53_UDP_ADDR, 10.0.0.11",
        "FORKWATCH_PORT_53_SCTP, sctp://10.0.0.11:53",
        "FORKWATCH_GRAFANA_SERVICE_HOST, 10.0.0.12",
        "FORKWATCH_GRAFANA_SERVICE_PORT_HTTP, 3000",
        "FORKWATCH_GRAFANA_PORT, tcp://10.0.0.12:3000",
        "FORKWATCH_GRAFANA_PORT_3000_TCP_ADDR, 10.0.0.12",
    })
    void variablesOfAServiceAreNoOptions(String variable, String value) {
        assertThat(parsed(Map.of(variable, value))).isEqualTo(new Parsed.Good(ProbeOptions.defaults()));
    }

    @Test
    void aServiceLeavesTheOptionsBesideItAlone() {
        Map<String, String> environment = new HashMap<>();
        environment.put("FORKWATCH_PORT", "tcp://10.0.0.11:9797");
        environment.put("FORKWATCH_PORT_9797_TCP", "tcp://10.0.0.11:9797");
        environment.put("FORKWATCH_SERVICE_HOST", "10.0.0.11");
        environment.put("FORKWATCH_INTERVAL", "5s");

        assertThat(parsed(environment)).isEqualTo(parsed(Map.of("FORKWATCH_INTERVAL", "5s")));
        assertThat(parsed(environment)).isInstanceOf(Parsed.Good.class);
    }

    @ParameterizedTest
    @CsvSource({
        "FORKWATCH_PORT, tcp",
        "FORKWATCH_PORT, http://10.0.0.11:9797",
        "FORKWATCH_PORT, 99999",
        "FORKWATCH_HOST, tcp://10.0.0.11:9797",
        "FORKWATCH_PORTS, tcp://10.0.0.11:9797",
        "FORKWATCH_PORT_TCP, 1",
        "FORKWATCH_PORT_9797, 1",
        "FORKWATCH_PORT_9797_HTTP, 1",
        "FORKWATCH_SERVICE, 1",
    })
    void whatOnlyLooksAlikeIsStillRefused(String variable, String value) {
        assertThat(parsed(Map.of(variable, value))).isInstanceOf(Parsed.Bad.class);
    }

    /** Scripts and images have such ones, and Forkwatch was off because of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FORKWATCH_JAR",
                "FORKWATCH_HOME",
                "FORKWATCH_VERSION",
                "FORKWATCH_AGENT_JAR",
                "FORKWATCH_JAR_SHA256"
            })
    void variablesThatAreObviouslyNoOptionChangeNothing(String variable) {
        assertThat(parsed(Map.of(variable, "/opt/forkwatch.jar"))).isEqualTo(new Parsed.Good(ProbeOptions.defaults()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORKWATCH_LOG_DIR", "FORKWATCH_JARS", "FORKWATCH_", "FORKWATCH_JAR_"})
    void whatMayBeMeantAsAnOptionIsRefused(String variable) {
        assertThat(parsed(Map.of(variable, "x"))).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void endsOfAKindThatAreNormalMayBeNamedInTheEnvironment() {
        assertThat(parsed(Map.of("FORKWATCH_EXPECT_MY_WORKER", "1,143"))).isEqualTo(parsed("expect.my-worker=1,143"));
    }

    private static Parsed parsed(String argument) {
        return Parsed.of(argument, Map.of(), Map.of(), file -> {
            throw new IOException("no files here");
        });
    }

    @Test
    void aKindMayBeCalledLikeAServicesVariable() {
        assertThat(parsed(Map.of("FORKWATCH_KIND_MY_SERVICE_PORT", "regex")))
                .isInstanceOfSatisfying(
                        Parsed.Good.class,
                        good -> assertThat(good.options().kindRules()).hasSize(1));
    }

    private static Parsed parsed(Map<String, String> environment) {
        return Parsed.of("", Map.of(), environment, file -> {
            throw new IOException("no files here");
        });
    }
}

package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentArgumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          | ''",
                "port=0,quiet                | port=0,quiet",
                "@fw.properties              | @/home/me/fw.properties",
                "@ ../fw.properties , quiet  | @/home/fw.properties,quiet",
                "@/etc/fw.properties         | @/etc/fw.properties",
                "log=fw.log,port=0           | log=/home/me/fw.log,port=0",
                "log=/var/log/fw.log         | log=/var/log/fw.log",
                "log=stderr                  | log=stderr",
                "tls.cert=c.pem,tls.key=../k | tls.cert=/home/me/c.pem,tls.key=/home/k",
                "auth.users=u,auth.tokens=t  | auth.users=/home/me/u,auth.tokens=/home/me/t",
                "tls.client.ca=a,tls.keystore=b,tls.keystore.password=c | tls.client.ca=/home/me/a,tls.keystore=/home/me/b,tls.keystore.password=/home/me/c",
                "exits.file=a\\,b            | exits.file=/home/me/a\\,b",
                "kind.a=x\\,y,kind.log=log    | kind.a=x\\,y,kind.log=log",
            })
    void onlyFileNamesBecomeAbsolute(String argument, String expected) {
        assertThat(AgentArgument.absolute(argument, Path.of("/home/me"))).isEqualTo(expected);
    }
}

package io.forkwatch.probe.process.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    /** Arguments are separated by {@code ¦}. */
    private static String redacted(String text) {
        return Redaction.of(List.of(text.split("¦", -1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "t¦--password=hunter2 | t --password=***",
                "t¦--password¦hunter2¦x | t --password *** x",
                "t¦-password¦hunter2 | t -password ***",
                "t¦--PASSWORD=hunter2 | t --PASSWORD=***",
                "t¦--password=hunter 2 | t --password=***",
                "t¦--password=a,b=c;d | t --password=***",
                "t¦--db-passwd=hunter2 | t --db-passwd=***",
                "t¦-Dpassword=hunter2 | t -Dpassword=***",
                "t¦-Dspring.datasource.password=hunter2 | t -Dspring.datasource.password=***",
                "t¦-Djavax.net.ssl.trustStorePassword=hunter2 | t -Djavax.net.ssl.trustStorePassword=***",
                "t¦-Dsecret=hunter2 | t -Dsecret=***",
                "t¦-Dspring.security.clientSecret=hunter2 | t -Dspring.security.clientSecret=***",
                "t¦-Pkey.password=hunter2¦-PsigningKey=hunter2 | t -Pkey.password=*** -PsigningKey=***",
                "t¦-Dauth=hunter2¦-Dhttp.auth=hunter2 | t -Dauth=*** -Dhttp.auth=***",
                "t¦--api-key=hunter2¦--api_key=hunter2¦--apikey=hunter2¦--apiKey=hunter2 | t --api-key=*** --api_key=*** --apikey=*** --apiKey=***",
                "t¦--access-key¦hunter2 | t --access-key ***",
                "t¦--private_key=hunter2¦--passphrase=hunter2 | t --private_key=*** --passphrase=***",
                "t¦--credentials=hunter2¦--user-pwd=hunter2 | t --credentials=*** --user-pwd=***",
                "t¦--token¦hunter2¦-v | t --token *** -v",
                "t¦--auth-token¦hunter2 | t --auth-token ***",
                "keytool¦-storepass¦hunter2¦-keypass¦hunter2 | keytool -storepass *** -keypass ***",
                "env¦AWS_SECRET_ACCESS_KEY=hunter2¦AWS_ACCESS_KEY_ID=hunter2¦ls | env AWS_SECRET_ACCESS_KEY=*** AWS_ACCESS_KEY_ID=*** ls",
                "env¦PGPASSWORD=hunter2¦GITHUB_TOKEN=hunter2¦MYSQL_PWD=hunter2 | env PGPASSWORD=*** GITHUB_TOKEN=*** MYSQL_PWD=***",
                "t¦//packages.example/:_authToken=hunter2 | t //packages.example/:_authToken=***",
                // colons and headers
                "t¦password:hunter2 | t password:***",
                "t¦password: hunter2 | t password: ***",
                "curl¦-H¦Authorization: Bearer hunter2 | curl -H Authorization: ***",
                "curl¦-H¦X-Api-Key: hunter2 | curl -H X-Api-Key: ***",
                "curl¦--header=Authorization: Basic hunter2¦u | curl --header=Authorization: Basic *** u",
                "curl¦Authorization:¦Bearer¦hunter2¦u | curl Authorization: Bearer *** u",
                "curl¦--oauth2-bearer¦hunter2¦u | curl --oauth2-bearer *** u",
                "t¦--auth¦basic¦hostname | t --auth *** hostname",
                "t¦Bearer¦hunter2 | t Bearer ***",
                "t¦use Bearer hunter2 now | t use Bearer *** now",
                "curl¦-u¦me:hunter2¦u | curl -u me:*** u",
                // URLs
                "git¦clone¦https://me:hunter2@host/x.git | git clone https://me:***@host/x.git",
                "git¦clone¦https://hunter2hunter2hunter2@host/x | git clone https://***@host/x",
                "t¦--db=postgres://me:hunter2@host:5432/db | t --db=postgres://me:***@host:5432/db",
                "t¦https://me:hun@ter2@host | t https://me:***@host",
                "t¦jdbc:mysql://h/db?user=me&password=hunter2&ssl=true | t jdbc:mysql://h/db?user=me&password=***&ssl=true",
                "t¦jdbc:sqlserver://h;user=me;password=hunter2;encrypt=true | t jdbc:sqlserver://h;user=me;password=***;encrypt=true",
                "t¦jdbc:oracle:thin:me/hunter2@h:1521 | t jdbc:oracle:thin:me/***@h:1521",
                "t¦me:hunter2@host | t me:***@host",
                "t¦--to=me:hunter2@host:22 | t --to=me:***@host:22",
                "t¦me:hun@ter2@host | t me:***@host",
                "t¦-javaagent:x.jar=url=http://u:hunter2@h,token=hunter2,port=5 | t -javaagent:x.jar=url=http://u:***@h,token=***,port=5",
                // several in one argument
                "t¦-DargLine=-Xmx1g -Dpassword=hunter2 -ea | t -DargLine=-Xmx1g -Dpassword=*** -ea",
                "t¦{\"user\":\"me\",\"password\":\"hunter 2\",\"n\":1} | t {\"user\":\"me\",\"password\":\"***\",\"n\":1}",
                "t¦{\"token\": \"hunter2\"} | t {\"token\": \"***\"}",
                // shell scripts
                "sh¦-c¦PASSWORD=hunter2 java -jar x.jar | sh -c PASSWORD=*** java -jar x.jar",
                "sh¦-c¦PASSWORD='hunter 2' java | sh -c PASSWORD='***' java",
                "sh¦-c¦PASSWORD=hunter\\ 2 java | sh -c PASSWORD=*** java",
                "sh¦-c¦export TOKEN=hunter2; java | sh -c export TOKEN=***; java",
                "sh¦-c¦export TOKEN=hunter2&&java | sh -c export TOKEN=***&&java",
                "sh¦-c¦mysql --password hunter2 db | sh -c mysql --password *** db",
                "sh¦-c¦'t' '--password' 'hunter 2' 'db' | sh -c 't' '--password' '***' 'db'",
                "sh¦-c¦cd '/x' && 'java' '-Dpassword=hunter 2' '-jar' 'x.jar' | sh -c cd '/x' && 'java' '-Dpassword=***' '-jar' 'x.jar'",
                "sh¦-c¦java \"-Dpassword=hunter 2\" -jar x | sh -c java \"-Dpassword=***\" -jar x",
                "sh¦-c¦java -Dpassword=\"hunter 2\" -jar x | sh -c java -Dpassword=\"***\" -jar x",
                "bash¦-lc¦curl -H \"Authorization: Bearer hunter2\" u | bash -lc curl -H \"Authorization: ***\" u",
                "sh¦-c¦curl -d '{\"password\":\"hunter2\"}' u | sh -c curl -d '{\"password\":\"***\"}' u",
                "sh¦-c¦curl -d \"{\\\"password\\\":\\\"hunter2\\\"}\" u | sh -c curl -d \"{\\\"password\\\":***}\" u",
                "sh¦-c¦git clone https://me:hunter2@h/x && cd x | sh -c git clone https://me:***@h/x && cd x",
            })
    void hidesSecrets(String command, String expected) {
        assertThat(redacted(command)).isEqualTo(expected).doesNotContain("hunter", "ter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java¦-Xmx1536m¦-jar¦/ci/surefirebooter-1_2.jar¦/ci/target/surefire¦surefire_0-1tmp",
                "java¦-cp¦/opt/secret:/opt/token.jar:lib/password.jar¦com.acme.Main",
                "java¦-cp¦secret:token:auth¦com.acme.TokenService",
                "java¦-Djava.class.path=/x/secret:/y¦-Dsurefire.forkNumber=1¦-Dbasedir=/ci",
                "java¦-Djava.security.auth.login.config=/etc/jaas.conf¦-Dauthor=me¦-Dauthority=x",
                "java¦-DuseToken=true¦-Dpassword=¦-Dpassword.file=/etc/p",
                "java¦-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005",
                "java¦--add-opens=java.base/java.lang=ALL-UNNAMED¦-XX:+UseG1GC¦-Xlog:gc*:file=/x:time",
                "git¦commit¦--author=Me <me@host>¦-m¦fix the author",
                "git¦clone¦git@github.com:org/repo.git",
                "scp¦a¦me@host:/x",
                "ssh¦-p¦22¦me@host",
                "docker¦run¦-p¦8080:80¦--user¦1000:1000¦nginx:1.25@sha256:abcdef",
                "gradle¦:auth:test¦:secret-service:compileJava¦-x¦:token:check",
                "mvn¦-pl¦com.acme:auth¦test¦-Dtest=PasswordTest",
                "npm¦i¦npm:left-pad@1.3.0",
                "server¦--no-auth¦main.js",
                "complete¦--max-tokens¦4096",
                "docker¦login¦--password-stdin¦host",
                "python¦-m¦tokenizer¦--tokenizer=bpe",
                "curl¦https://host:8080/@scope/pkg",
                "curl¦http://host/a?b=c:d",
                "env¦PWD=/home/me¦OLDPWD=/x¦ls",
                "t¦--pass-through¦x",
                "t¦C:\\dir¦a:b¦10:20",
                "sh¦-c¦cd '/ci/build' && 'java' '-Xmx64m' '-jar' 'x.jar'",
                "t¦",
                "t¦¦x",
            })
    void leavesOrdinaryArgumentsAlone(String command) {
        assertThat(redacted(command)).isEqualTo(command.replace('¦', ' '));
    }

    @Test
    void aLogLineStaysOneLine() {
        assertThat(redacted("t¦a\nb\r\tc\u001b[31m\u0000\u2028\u202e\u0085"))
                .isEqualTo("t a\\nb\\r\\tc\\u001b[31m\\u0000\\u2028\\u202e\\u0085");
        assertThat(redacted("t¦\ud800x¦😀é")).isEqualTo("t \\ud800x 😀é");
    }

    @Test
    void aLongCommandIsCutAndSaysSo() {
        String exact = "a".repeat(Redaction.LIMIT);
        assertThat(Redaction.of(List.of(exact))).isEqualTo(exact);
        assertThat(Redaction.of(List.of(exact, "b"))).hasSize(Redaction.LIMIT).endsWith("a…");
        assertThat(Redaction.of(List.of("a" + "😀".repeat(3000))))
                .hasSize(Redaction.LIMIT)
                .endsWith("😀…");
        assertThat(Redaction.of(List.of("ab" + "😀".repeat(3000))))
                .hasSize(Redaction.LIMIT - 1)
                .endsWith("😀…");
        assertThat(Redaction.of(Collections.nCopies(100_000, "x y"))).hasSize(Redaction.LIMIT);
    }

    @Test
    void theCutNeverShowsTheStartOfASecret() {
        for (int before = Redaction.LIMIT - 40; before < Redaction.LIMIT; before++) {
            String padding = "a".repeat(before);
            assertThat(Redaction.of(List.of(padding, "https://me:hunter2@host")))
                    .doesNotContain("hun");
            assertThat(Redaction.of(List.of(padding, "--password", "hunter2"))).doesNotContain("hun");
        }
    }

    /** Whoever takes a command may cut it before it comes here. */
    @Test
    void whatWasCutBeforeIsTakenForASecret() {
        assertThat(redacted("git¦clone¦https://me:hun…")).isEqualTo("git clone https://me:***");
        assertThat(redacted("git¦clone¦https://host:80…")).isEqualTo("git clone https://host:80…");
        assertThat(redacted("mysql¦-phun…")).isEqualTo("mysql -p***");
        assertThat(redacted("t¦ghp_hun4567890…")).isEqualTo("t ***…");
        assertThat(redacted("t¦-----BEGIN PRIVATE KEY-----hun…")).isEqualTo("t ***");
    }

    @Test
    void nothingIsNothing() {
        assertThat(Redaction.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@",
                "a:b@",
                "://",
                "a://b:",
                "password=",
                "password='",
                "{\"password\":\"",
                "\\\"",
                "-token ",
                "Bearer ",
                "a,b=",
                "password=a,",
                "token:",
                "'",
                "jdbc:oracle:/a@",
                "aA",
                "-",
                " ",
            })
    void timeIsLinearInTheLength(String piece) {
        String huge = piece.repeat(500_000 / piece.length());
        // In a time that grew with the square of it this test would not come to its end.
        String line = Redaction.of(List.of("sh", "-c", huge, "jdbc:oracle:" + huge));
        assertThat(line).hasSizeLessThanOrEqualTo(Redaction.LIMIT);
    }
}

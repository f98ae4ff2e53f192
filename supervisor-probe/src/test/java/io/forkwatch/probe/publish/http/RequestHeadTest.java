package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private final RequestHead head = new RequestHead();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
                "\r\n\r\nGET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.0\n\n",
                "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n12345",
                "GET /metrics\r\n",
            })
    void isWholeWithItsLastByteAndNotBefore(String request) {
        for (int i = 0; i < request.length() - 1; i++) {
            add(request.substring(i, i + 1));
            assertThat(head.isWhole()).isFalse();
        }
        add(request.substring(request.length() - 1));

        assertThat(head.isWhole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 99999999\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: -1\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Expect: 100-continue\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nexpect: 100-continue\r\n",
            })
    void aBodyThatIsLongOrOfNoSaidLengthIsNotWaitedFor(String headers) {
        add("PUT / HTTP/1.1\r\n" + headers + "\r\n");

        assertThat(head.isWhole()).isTrue();
    }

    @Test
    void whatIsHandedOnHasNoBodyAndNoSecondRequest() {
        add("POST /x HTTP/1.1\r\nHost: a\r\ncontent-length: 2\r\nX: y\rTransfer-Encoding: chunked\r\n"
                + "Connection: keep-alive\r\nExpect: z\r\n\r\n12GET /");

        assertThat(new String(head.withoutBody(), ISO_8859_1))
                .isEqualTo("POST /x HTTP/1.1\r\nHost: a\r\nX: y\r\nConnection: close\r\n\r\n");
    }

    @Test
    void isTooLargeAfter16KiB() {
        add("GET / HTTP/1.1\r\nX: " + "y".repeat(RequestHead.LARGEST - 19));
        assertThat(head.isTooLarge()).isFalse();

        add("y");

        assertThat(head.isTooLarge()).isTrue();
        assertThat(head.isWhole()).isFalse();
    }

    private void add(String piece) {
        head.add(ByteBuffer.wrap(piece.getBytes(ISO_8859_1)));
    }
}

package io.forkwatch.probe.top;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/** The port of a supervisor. By the client in {@code java.base}: a runtime may have been made without {@code java.net.http}. */
final class HttpApi implements Api {
    private static final int LIMIT_MILLIS = 5_000;
    private static final long WHOLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** 200 children take a few hundred KiB. */
    private static final int MOST_BYTES = 8 << 20;

    private final URI url;
    private final Identity identity;
    private final LongSupplier nanos;

    /**
     * A port that was not asked yet.
     *
     * @param url without the path of a page
     * @param nanos the monotonic clock
     */
    HttpApi(URI url, Identity identity, LongSupplier nanos) {
        this.url = url;
        this.identity = identity;
        this.nanos = nanos;
    }

    @Override
    public String get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        try {
            prepare(connection);
            int status = connection.getResponseCode();
            if (status != 200) {
                throw new IOException(explain(status));
            }
            return body(connection);
        } catch (SSLException refused) {
            throw new IOException("TLS: " + refused.getMessage() + trustHint(), refused);
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no host of that name", unknown);
        } catch (SocketTimeoutException late) {
            throw new IOException("no answer within " + LIMIT_MILLIS / 1_000 + " s", late);
        } catch (ConnectException refused) {
            throw new IOException("nobody listens there (" + refused.getMessage() + ")", refused);
        } finally {
            connection.disconnect();
        }
    }

    private void prepare(HttpURLConnection connection) {
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Accept-Encoding", "gzip");
        identity.authorization().ifPresent(header -> connection.setRequestProperty("Authorization", header));
        if (connection instanceof HttpsURLConnection https) {
            identity.trust().ifPresent(https::setSSLSocketFactory);
        }
    }

    private String trustHint() {
        return identity.trust().isPresent() ? "" : "; --ca FILE says whom to trust";
    }

    private static String explain(int status) {
        return switch (status) {
            case 401 ->
                "who asks is not known there (401); --user NAME --password-file FILE or --token-file FILE say who";
            case 403 -> "not answered under this host name (403)";
            case 404 -> "there is no Forkwatch (404)";
            case 429 -> "too many wrong passwords came just now (429)";
            default -> "the answer is HTTP status " + status;
        };
    }

    private String body(HttpURLConnection connection) throws IOException {
        if (!String.valueOf(connection.getContentType()).startsWith("application/json")) {
            throw new IOException("there is no Forkwatch: what it answers is no JSON");
        }
        boolean packed = "gzip".equals(connection.getContentEncoding());
        try (InputStream plain = connection.getInputStream();
                InputStream in = packed ? new GZIPInputStream(plain) : plain) {
            return whole(in);
        }
    }

    private String whole(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[16 * 1024];
        long end = nanos.getAsLong() + WHOLE_NANOS;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            body.write(piece, 0, read);
            if (body.size() > MOST_BYTES || nanos.getAsLong() - end > 0) {
                throw new IOException("the answer does not end");
            }
        }
        return body.toString(StandardCharsets.UTF_8);
    }
}

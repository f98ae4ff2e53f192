package io.forkwatch.agent.entry;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** A URL of what lies in a jar in the jar, which no handler of the JDK reads. */
final class PackedUrl extends URLStreamHandler {
    private final byte[] bytes;

    private PackedUrl(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A URL of a file that has been unpacked.
     *
     * @throws SecurityException where the host's manager lets nobody make URLs of his own
     */
    static URL of(String path, byte[] bytes) throws MalformedURLException {
        return new URL("forkwatch", "", -1, "/" + path, new PackedUrl(bytes));
    }

    @Override
    protected URLConnection openConnection(URL url) {
        return new Connection(url, bytes);
    }

    private static final class Connection extends URLConnection {
        private final byte[] bytes;

        Connection(URL url, byte[] bytes) {
            super(url);
            this.bytes = bytes;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public long getContentLengthLong() {
            return bytes.length;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }
}

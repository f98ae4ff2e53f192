package io.forkwatch.probe.publish.http.tls;

import io.forkwatch.agent.entry.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files that the options name, as they are at this moment. What is wrong with one is an {@link IOException} whose message is
 * a line that names the option, the file and what is allowed, and has no secret.
 *
 * @param options that name them
 */
record TlsFiles(TlsOptions options) {
    static final String CERT = "tls.cert";
    static final String KEY = "tls.key";
    static final String CLIENT_CA = "tls.client.ca";
    static final String KEYSTORE = "tls.keystore";
    static final String PASSWORD = "tls.keystore.password";

    private static final int MOST_BYTES = 1 << 20;

    /** From the bytes of a file to what it says. */
    interface Parser<T> {
        T parse(byte[] bytes) throws IOException;
    }

    /**
     * All of them.
     *
     * @throws IOException if an option is missing that another needs, or two exclude each other
     */
    List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>();
        if (options.keystore().isPresent() || options.keystorePassword().isPresent()) {
            if (options.cert().isPresent() || options.key().isPresent()) {
                throw new IOException("tls.keystore is beside tls.cert or tls.key, allowed: one or the other");
            }
            all.add(needed(options.keystore(), KEYSTORE, PASSWORD + " needs it"));
            all.add(needed(options.keystorePassword(), PASSWORD, KEYSTORE + " needs it"));
        } else {
            all.add(needed(options.cert(), CERT, "tls.key and tls.client.ca need it"));
            all.add(needed(options.key(), KEY, "tls.cert needs it"));
        }
        options.clientCa().ifPresent(all::add);
        return all;
    }

    private static Path needed(Optional<Path> file, String option, String why) throws IOException {
        return file.orElseThrow(() -> new IOException(option + " is missing, " + why));
    }

    /** The certificate of the port with those above it, and its key. */
    ServerIdentity identity() throws IOException {
        if (options.keystore().isPresent()) {
            char[] password = password();
            return read(KEYSTORE, options.keystore().get(), bytes -> Keystores.identity(bytes, password));
        }
        List<X509Certificate> chain = certificates(CERT, options.cert().orElseThrow());
        return read(
                KEY,
                options.key().orElseThrow(),
                bytes -> new ServerIdentity(
                        chain, Pem.privateKey(text(bytes), chain.get(0).getPublicKey())));
    }

    private char[] password() throws IOException {
        return read(
                PASSWORD,
                options.keystorePassword().orElseThrow(),
                bytes -> text(bytes).split("\r?\n", 2)[0].toCharArray());
    }

    /** Who signs the certificates of clients; absent where they need none. */
    Optional<List<X509Certificate>> clientAuthorities() throws IOException {
        return options.clientCa().isEmpty()
                ? Optional.empty()
                : Optional.of(certificates(CLIENT_CA, options.clientCa().get()));
    }

    /** All certificates of a file. */
    static List<X509Certificate> certificates(String option, Path file) throws IOException {
        return read(option, file, bytes -> Pem.certificates(text(bytes)));
    }

    // A password may have more than ASCII; PEM has not, and nothing of it is lost.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What a file says. */
    static <T> T read(String option, Path file, Parser<T> parser) throws IOException {
        byte[] bytes;
        try {
            bytes = RegularFile.at(file).whole(MOST_BYTES);
        } catch (IOException unreadable) {
            throw new IOException(option + '=' + file + " cannot be read: " + why(unreadable), unreadable);
        }
        try {
            return parser.parse(bytes);
        } catch (IOException wrong) {
            throw new IOException(option + '=' + file + " cannot be used: " + wrong.getMessage(), wrong);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static String why(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "permission denied, allowed: a file that the user of this JVM may read";
        }
        return unreadable instanceof FileSystemException other && other.getReason() != null
                ? other.getReason()
                : unreadable.toString();
    }
}

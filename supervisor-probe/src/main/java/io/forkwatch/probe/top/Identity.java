package io.forkwatch.probe.top;

import io.forkwatch.agent.entry.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who asks, and whom they trust, read from the files that the arguments name.
 *
 * @param authorization the header of that name; absent for nobody
 * @param trust makes connections of TLS; absent where this Java's own will do
 */
record Identity(Optional<String> authorization, Optional<SSLSocketFactory> trust) {
    /** Nobody, who trusts as this Java does. */
    static final Identity NONE = new Identity(Optional.empty(), Optional.empty());

    private static final int MOST_BYTES = 1 << 20;

    /** @throws IOException if a file cannot be used; the message names it, and no secret */
    static Identity of(TopArguments arguments) throws IOException {
        Optional<String> authorization = Optional.empty();
        if (arguments.user().isPresent()) {
            String password =
                    firstLine("--password-file", arguments.passwordFile().orElseThrow());
            byte[] pair = (arguments.user().get() + ':' + password).getBytes(StandardCharsets.UTF_8);
            authorization = Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        } else if (arguments.tokenFile().isPresent()) {
            authorization = Optional.of("Bearer " + token(arguments.tokenFile().get()));
        }
        return new Identity(
                authorization,
                arguments.ca().isEmpty()
                        ? Optional.empty()
                        : Optional.of(trust(arguments.ca().get())));
    }

    private static String token(Path file) throws IOException {
        for (String line : text("--token-file", file).split("\n", -1)) {
            String token = line.strip();
            if (!token.isEmpty() && !token.startsWith("#")) {
                if (!token.matches("[!-~]+")) {
                    break; // It would not be a header.
                }
                return token;
            }
        }
        throw new IOException("--token-file " + file + " has no token; allowed is one line without blanks");
    }

    private static String firstLine(String argument, Path file) throws IOException {
        return text(argument, file).split("\r?\n", 2)[0];
    }

    private static String text(String argument, Path file) throws IOException {
        return new String(bytes(argument, file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String argument, Path file) throws IOException {
        try {
            return RegularFile.at(file).whole(MOST_BYTES);
        } catch (NoSuchFileException none) {
            throw new IOException(argument + " " + file + " cannot be read: there is no such file", none);
        } catch (AccessDeniedException denied) {
            throw new IOException(argument + " " + file + " cannot be read: permission denied", denied);
        } catch (FileSystemException other) {
            throw new IOException(argument + " " + file + " cannot be read: " + other.getReason(), other);
        }
    }

    private static SSLSocketFactory trust(Path file) throws IOException {
        byte[] text = bytes("--ca", file);
        try {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text));
            if (all.isEmpty()) {
                throw new IOException("--ca " + file + " has no certificate; allowed is PEM");
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate each : all) {
                trusted.setCertificateEntry("ca-" + trusted.size(), each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException none) {
            throw new IOException("--ca " + file + " has no certificate; allowed is PEM", none);
        }
    }
}

package io.forkwatch.probe.publish.http.tls;

import io.forkwatch.agent.entry.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes the engines of connections. Certificate, key and the authorities of clients are read again when one of their files
 * has changed: all together, so that half of a renewal is not taken for a whole. Files are looked at on one thread;
 * engines are made on any.
 */
public final class Tls {
    /** A handshake takes a millisecond or so of the host's CPU: more of them than that a second are nobody's scrapes. */
    private static final int HANDSHAKES_A_SECOND = 50;

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsOptions options;
    private final TlsFiles files;
    private final LongSupplier nanos;
    private final Consumer<String> notices;

    private volatile Optional<Loaded> loaded = Optional.empty();
    private List<Object> versions = List.of();
    private String problem = "";

    private long secondNanos;
    private int handshakes;

    /** What the files said when they were last right. */
    private record Loaded(SSLContext context, X509Certificate own) {}

    /**
     * Not read yet.
     *
     * @param nanos the monotonic clock
     * @param notices is told, in one line each, of files that cannot be used, or that were read again
     */
    public Tls(TlsOptions options, LongSupplier nanos, Consumer<String> notices) {
        this.options = options;
        this.files = new TlsFiles(options);
        this.nanos = nanos;
        this.notices = notices;
        this.secondNanos = nanos.getAsLong();
    }

    /** Reads the files if they have changed; to be called once a second, by one thread. What is wrong changes nothing. */
    public void check() {
        try {
            List<Object> now = versions();
            if (!now.equals(versions)) {
                boolean again = loaded.isPresent();
                loaded = Optional.of(load());
                versions = now;
                problem = "";
                if (again) {
                    notices.accept("the certificate was read again: " + describe());
                }
            }
        } catch (IOException unusable) {
            tell(unusable.getMessage() + (loaded.isPresent() ? "; what holds: " + describe() : ""));
        }
    }

    private void tell(String line) {
        if (!line.equals(problem)) {
            problem = line;
            notices.accept(line);
        }
    }

    /** Until when the certificate is valid, seconds since the epoch; absent while there is none. */
    public OptionalLong expirySeconds() {
        Optional<Loaded> now = loaded;
        return now.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(now.get().own().getNotAfter().toInstant().getEpochSecond());
    }

    /** True if nobody gets in without a certificate. */
    public boolean asksForClients() {
        return options.clientCa().isPresent();
    }

    /** True once the files were right. */
    public boolean isReady() {
        return loaded.isPresent();
    }

    private String describe() {
        X509Certificate own = loaded.orElseThrow().own();
        return own.getSubjectX500Principal().getName() + ", valid until "
                + own.getNotAfter().toInstant();
    }

    /** The engine of a new connection; empty while there is no certificate, or too many come at once. */
    public Optional<SSLEngine> engine() {
        Optional<Loaded> now = loaded;
        if (now.isEmpty() || !mayShakeHands()) {
            return Optional.empty();
        }
        SSLEngine engine = now.get().context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setNeedClientAuth(options.clientCa().isPresent());
        return Optional.of(engine);
    }

    private synchronized boolean mayShakeHands() {
        long now = nanos.getAsLong();
        if (now - secondNanos >= TimeUnit.SECONDS.toNanos(1)) {
            secondNanos = now;
            handshakes = 0;
        }
        handshakes++;
        return handshakes <= HANDSHAKES_A_SECOND;
    }

    // ---- files ------------------------------------------------------------------------------------------------------

    /** What is another where a file has changed. */
    private List<Object> versions() throws IOException {
        List<Object> now = new ArrayList<>();
        for (Path file : files.all()) {
            RegularFile found = at(file);
            now.addAll(
                    List.of(found.key(), found.lastModifiedTime(), file.toFile().length()));
        }
        return now;
    }

    private static RegularFile at(Path file) throws IOException {
        try {
            return RegularFile.at(file);
        } catch (IOException none) {
            throw new IOException(file + " cannot be read: " + none, none);
        }
    }

    private Loaded load() throws IOException {
        ServerIdentity identity = files.identity();
        Optional<List<X509Certificate>> clients = files.clientAuthorities();
        try {
            return new Loaded(context(identity, clients), identity.own());
        } catch (GeneralSecurityException refused) {
            throw new IOException("the certificate of tls cannot be used: " + refused.getMessage(), refused);
        }
    }

    /** What engines are made of. */
    static SSLContext context(ServerIdentity identity, Optional<List<X509Certificate>> clients)
            throws GeneralSecurityException, IOException {
        char[] none = {};
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, none);
        own.setKeyEntry("forkwatch", identity.key(), none, identity.chain().toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, none);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys.getKeyManagers(),
                clients.isEmpty() ? null : trust(clients.get()).getTrustManagers(),
                null);
        return context;
    }

    private static TrustManagerFactory trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            trusted.setCertificateEntry("client-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }
}

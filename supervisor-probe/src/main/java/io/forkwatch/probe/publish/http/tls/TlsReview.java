package io.forkwatch.probe.publish.http.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is right and wrong with the files of the port's encryption, each with its reason: for {@code doctor tls}. Reads them as the
 * port does.
 */
public final class TlsReview {
    /** A certificate that ends so soon is to be renewed. */
    private static final Duration SOON = Duration.ofDays(14);

    private static final int KEY_CERT_SIGN = 5;

    private final TlsOptions options;
    private final TlsFiles files;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    /** How it is with one thing. */
    public enum Grade {
        /** As it is to be. */
        RIGHT,
        /** It works, and is not as it should be. */
        DOUBTFUL,
        /** With it there is no port, or nobody who can use it. */
        WRONG
    }

    /**
     * One thing that was looked at.
     *
     * @param what the option, and which part of its file
     * @param detail what was found; where it is wrong, why, and what is allowed. Names in certificates are the text of others
     */
    public record Finding(Grade grade, String what, String detail) {}

    private TlsReview(TlsOptions options, Instant now) {
        this.options = options;
        this.files = new TlsFiles(options);
        this.now = now;
    }

    /**
     * Looks at all files.
     *
     * @param now for certificates that are not valid yet, or any more
     */
    public static List<Finding> of(TlsOptions options, Instant now) {
        TlsReview review = new TlsReview(options, now);
        review.look();
        return List.copyOf(review.findings);
    }

    private void look() {
        try {
            files.all();
        } catch (IOException incomplete) {
            add(Grade.WRONG, "options", incomplete.getMessage());
        }
        Optional<ServerIdentity> identity =
                options.keystore().isPresent() && options.keystorePassword().isPresent() ? keystore() : pem();
        options.clientCa().ifPresent(this::authorities);
        identity.ifPresent(this::engine);
    }

    private void add(Grade grade, String what, @Nullable String detail) {
        findings.add(new Finding(grade, what, String.valueOf(detail)));
    }

    private Optional<ServerIdentity> keystore() {
        secret(TlsFiles.PASSWORD, options.keystorePassword().orElseThrow());
        secret(TlsFiles.KEYSTORE, options.keystore().orElseThrow());
        try {
            ServerIdentity identity = files.identity();
            add(Grade.RIGHT, TlsFiles.KEYSTORE, "opens, and has one key");
            chain(TlsFiles.KEYSTORE, identity.chain());
            return Optional.of(identity);
        } catch (IOException wrong) {
            add(Grade.WRONG, TlsFiles.KEYSTORE, wrong.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ServerIdentity> pem() {
        Optional<List<X509Certificate>> chain = options.cert().flatMap(file -> certificates(TlsFiles.CERT, file));
        chain.ifPresent(found -> chain(TlsFiles.CERT, found));
        if (options.key().isEmpty()) {
            return Optional.empty();
        }
        secret(TlsFiles.KEY, options.key().get());
        return chain.isPresent()
                ? key(chain.get())
                : readable(TlsFiles.KEY, options.key().get());
    }

    private Optional<ServerIdentity> key(List<X509Certificate> chain) {
        try {
            ServerIdentity identity = files.identity();
            add(Grade.RIGHT, TlsFiles.KEY, "is that of the certificate of " + name(identity.own()));
            return Optional.of(identity);
        } catch (IOException wrong) {
            add(Grade.WRONG, TlsFiles.KEY, wrong.getMessage() + place(chain));
            return Optional.empty();
        }
    }

    /** A key that belongs to a later certificate of the file is there because the file is upside down. */
    private String place(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            if (keyFits(chain.get(i).getPublicKey())) {
                return "; it is that of certificate " + (i + 1) + " in " + TlsFiles.CERT + ", which has to stand first";
            }
        }
        return "";
    }

    private boolean keyFits(PublicKey certified) {
        try {
            Path file = options.key().orElseThrow();
            TlsFiles.read(
                    TlsFiles.KEY,
                    file,
                    bytes -> Pem.privateKey(new String(bytes, StandardCharsets.ISO_8859_1), certified));
            return true;
        } catch (IOException another) {
            return false;
        }
    }

    private Optional<ServerIdentity> readable(String option, Path file) {
        try {
            TlsFiles.read(option, file, bytes -> bytes.length);
        } catch (IOException unreadable) {
            add(Grade.WRONG, option, unreadable.getMessage());
        }
        return Optional.empty();
    }

    private Optional<List<X509Certificate>> certificates(String option, Path file) {
        try {
            return Optional.of(TlsFiles.certificates(option, file));
        } catch (IOException wrong) {
            add(Grade.WRONG, option, wrong.getMessage());
            return Optional.empty();
        }
    }

    // ---- certificates -----------------------------------------------------------------------------------------------

    private void chain(String option, List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            validity(option + (chain.size() == 1 ? "" : ", certificate " + (i + 1)), chain.get(i));
        }
        boolean ordered = true;
        for (int i = 0; i + 1 < chain.size() && ordered; i++) {
            ordered = isSignedBy(chain.get(i), chain.get(i + 1));
            if (!ordered) {
                add(
                        Grade.WRONG,
                        option + ", order",
                        "certificate " + (i + 2) + " (" + name(chain.get(i + 1)) + ") did not sign certificate "
                                + (i + 1) + " (" + name(chain.get(i))
                                + "), allowed: that of this host first, then each the one that signed the one before");
            }
        }
        if (ordered && chain.size() > 1) {
            add(Grade.RIGHT, option + ", order", chain.size() + " certificates, each signed by the next");
        }
    }

    private void validity(String what, X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        String who = name(certificate);
        if (now.isBefore(from)) {
            add(Grade.WRONG, what, who + " is not valid before " + from);
        } else if (now.isAfter(until)) {
            add(Grade.WRONG, what, who + " has expired, it was valid until " + until);
        } else if (now.plus(SOON).isAfter(until)) {
            add(Grade.DOUBTFUL, what, who + " is valid until " + until + ", which is soon");
        } else {
            add(Grade.RIGHT, what, who + " is valid until " + until);
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate signer) {
        try {
            certificate.verify(signer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(signer.getSubjectX500Principal());
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private void authorities(Path file) {
        for (X509Certificate each : certificates(TlsFiles.CLIENT_CA, file).orElse(List.of())) {
            boolean[] usage = each.getKeyUsage();
            boolean signs = usage == null || usage[KEY_CERT_SIGN];
            if (each.getBasicConstraints() >= 0 && signs) {
                validity(TlsFiles.CLIENT_CA, each);
            } else if (isSignedBy(each, each)) {
                // Whoever has its key is let in, and nobody else.
                add(Grade.DOUBTFUL, TlsFiles.CLIENT_CA, name(each) + " is no authority: it stands for itself alone");
            } else {
                add(
                        Grade.WRONG,
                        TlsFiles.CLIENT_CA,
                        name(each) + " is no authority (no CA by its basic constraints or key usage), allowed: the"
                                + " certificate that signed those of the clients");
            }
        }
    }

    // ---- files ------------------------------------------------------------------------------------------------------

    private void secret(String option, Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                add(Grade.DOUBTFUL, option, file + " can be read by everybody on this machine: chmod o-r");
            }
        } catch (IOException | UnsupportedOperationException none) {
            return; // Whoever reads it says so.
        }
    }

    private void engine(ServerIdentity identity) {
        try {
            Tls.context(identity, files.clientAuthorities());
        } catch (IOException | GeneralSecurityException refused) {
            boolean said = findings.stream().anyMatch(each -> each.grade() == Grade.WRONG);
            if (!said) {
                add(Grade.WRONG, "all together", "the JDK refuses them: " + refused.getMessage());
            }
        }
    }
}

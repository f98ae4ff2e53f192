package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.auth.Gatekeeper;
import io.forkwatch.probe.publish.http.tls.Tls;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What stands between the port and the rest of the world, where that is wanted: it lives as long as the options do, and the
 * port may be opened again meanwhile.
 *
 * @param gatekeeper knows who may ask; absent where everybody may
 * @param tls encrypts; absent where nobody does
 */
record Guard(Optional<Gatekeeper> gatekeeper, Optional<Tls> tls) {
    /** Nothing. */
    static final Guard NONE = new Guard(Optional.empty(), Optional.empty());

    /** That of these options; nothing of it is loaded where nobody wants it. */
    static Guard of(PortOptions options, LongSupplier nanos, Consumer<String> notices) {
        AuthOptions auth = options.auth();
        return new Guard(
                auth.wanted() ? Optional.of(new Gatekeeper(auth, nanos, notices)) : Optional.empty(),
                options.tls().wanted() ? Optional.of(new Tls(options.tls(), nanos, notices)) : Optional.empty());
    }

    /** Reads files that have changed. To be called once a second, by one thread. */
    void check() {
        gatekeeper.ifPresent(Gatekeeper::check);
        tls.ifPresent(Tls::check);
    }

    /** False while there is no certificate, and so no answer. */
    boolean isReady() {
        return tls.isEmpty() || tls.get().isReady();
    }

    /** True where each client has a certificate that is known. */
    boolean clientsAreKnown() {
        return tls.isPresent() && tls.get().asksForClients();
    }

    /** How connections say what they want. */
    Wire.Factory wires() {
        return tls.isEmpty() ? Wire.Plain::new : channel -> new TlsWire(channel, tls.get());
    }

    String scheme() {
        return tls.isEmpty() ? "http" : "https";
    }
}

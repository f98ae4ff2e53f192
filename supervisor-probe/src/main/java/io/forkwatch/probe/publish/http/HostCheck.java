package io.forkwatch.probe.publish.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whose page may ask. A browser on this machine reaches the loopback address as well, and a page that it shows from elsewhere
 * can make its own name lead there (DNS rebinding): then the request names that host. So on a loopback address only the names
 * of this machine are answered; on others, whoever reaches the port may name it as they like.
 *
 * @param configured what the user has named, in lower case
 * @param loopback true if that is an address of loopback
 */
record HostCheck(String configured, boolean loopback) {
    private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");
    private static final Pattern IP_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    static HostCheck of(String configured, InetAddress address) {
        return new HostCheck(configured.toLowerCase(Locale.ROOT), address.isLoopbackAddress());
    }

    /**
     * True if a request may be answered. One without a name, as HTTP/1.0 allows, comes from no browser.
     *
     * @param hosts its {@code Host} headers
     */
    boolean allows(URI uri, List<String> hosts) {
        if (!loopback) {
            return true;
        }
        if (uri.getRawAuthority() != null && !isOurs(uri.getRawAuthority())) {
            return false;
        }
        for (String host : hosts) {
            if (!isOurs(host)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOurs(String hostAndPort) {
        String lower = hostAndPort.strip().toLowerCase(Locale.ROOT);
        if (lower.equals(configured)) {
            return true; // An IPv6 address without brackets looks like one with a port.
        }
        String host = PORT.matcher(lower).replaceFirst("");
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.equals(configured)
                || host.equals("[" + configured + "]")
                || IP_V4.matcher(host).matches();
    }
}

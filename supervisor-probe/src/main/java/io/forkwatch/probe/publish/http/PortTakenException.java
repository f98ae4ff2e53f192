package io.forkwatch.probe.publish.http;

import java.io.IOException;
import java.io.Serial;
import java.net.BindException;

/** No port of the range could be had now. Another attempt later may succeed. The message names ports and option. */
final class PortTakenException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    PortTakenException(String host, PortRange ports, BindException cause) {
        super("port=" + ports + " on " + host + " cannot be had (" + cause.getMessage() + ")", cause);
    }
}

package io.forkwatch.probe.procfs.task;

import io.forkwatch.probe.procfs.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * The sockets of a network namespace, proc_pid_net(5): {@code net/unix}, {@code net/tcp}, {@code net/tcp6}. Unix sockets have no
 * column for their peer.
 */
public final class Sockets {
    private static final int UNIX_INODE = 6;
    private static final int UNIX_STATE = 5;
    private static final int TCP_INODE = 9;
    private static final int HEX = 16;
    private static final int IPV4_DIGITS = 8;
    private static final int IPV6_DIGITS = 32;
    private static final int WORD_DIGITS = 8;

    private Sockets() {}

    /**
     * One of them.
     *
     * @param inode its number
     * @param local its own address: of TCP in the kernel's digits; of a unix socket its path, or empty
     * @param remote that of the other end, likewise; empty for a unix socket
     * @param connected true if it has a peer
     */
    public record Socket(long inode, String local, String remote, boolean connected) {}

    /** Parses {@code net/unix}; lines that do not read as documented are passed over. */
    static List<Socket> unix(String text) {
        List<Socket> sockets = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.trim().split(" +", UNIX_INODE + 2);
            long inode = words.length > UNIX_INODE ? Numbers.whole(words[UNIX_INODE]) : -1;
            if (inode > 0) {
                String path = words.length > UNIX_INODE + 1 ? words[UNIX_INODE + 1] : "";
                sockets.add(new Socket(inode, path, "", words[UNIX_STATE].equals("03")));
            }
        }
        return sockets;
    }

    /** Parses {@code net/tcp} or {@code net/tcp6} likewise. */
    static List<Socket> tcp(String text) {
        List<Socket> sockets = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.trim().split(" +", -1);
            long inode = words.length > TCP_INODE ? Numbers.whole(words[TCP_INODE]) : -1;
            if (inode >= 0) {
                sockets.add(new Socket(inode, words[1], words[2], words[3].equals("01")));
            }
        }
        return sockets;
    }

    /** An address as people write it: {@code 0100007F:1F90} is {@code 127.0.0.1:8080}; as it is if it does not read so. */
    public static String address(String digits) {
        int colon = digits.indexOf(':');
        boolean known = colon == IPV4_DIGITS || colon == IPV6_DIGITS;
        for (int i = 0; known && i < digits.length(); i++) {
            known = i == colon || Character.digit(digits.charAt(i), HEX) >= 0;
        }
        if (!known || digits.length() - colon - 1 > 4 || digits.length() == colon + 1) {
            return digits;
        }
        int port = Integer.parseInt(digits, colon + 1, digits.length(), HEX);
        return (colon == IPV4_DIGITS ? v4(digits) : "[" + v6(digits) + "]") + ":" + port;
    }

    // In the byte order of the machine: least first, on both that are known here.
    private static String v4(String digits) {
        StringBuilder text = new StringBuilder();
        for (int at = IPV4_DIGITS - 2; at >= 0; at -= 2) {
            text.append(text.length() == 0 ? "" : ".").append(Integer.parseInt(digits, at, at + 2, HEX));
        }
        return text.toString();
    }

    private static String v6(String digits) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < IPV6_DIGITS; word += WORD_DIGITS) {
            for (int at = word + WORD_DIGITS - 4; at >= word; at -= 4) {
                int low = Integer.parseInt(digits, at, at + 2, HEX);
                int high = Integer.parseInt(digits, at + 2, at + 4, HEX);
                text.append(text.length() == 0 ? "" : ":").append(Integer.toHexString(high << 8 | low));
            }
        }
        return text.toString();
    }
}

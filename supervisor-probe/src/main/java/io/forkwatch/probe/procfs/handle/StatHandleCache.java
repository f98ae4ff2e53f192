package io.forkwatch.probe.procfs.handle;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The {@link StatHandle}s of one thread, of which only so many keep their descriptor: each costs 5 KiB of kernel memory, one
 * of those that the host may need, and 4 µs at each start of a child, for jspawnhelper closes what it inherits one by one
 * (childproc.c). So none are held while children are started. The others are opened anew at each read. Not thread-safe.
 */
public final class StatHandleCache {
    /** 5 MiB of kernel memory. */
    static final int MOST = 1024;

    /** Of the descriptors that this process may have. */
    private static final int SHARE = 4;

    /** The C library's text for EMFILE and ENFILE. In other locales nothing is given back, and reads fail for a while. */
    private static final String NONE_LEFT = "oo many open files";

    /** Opens the file of that name, which is that process's. */
    interface Opener {
        FileChannel open(long pid, String name) throws IOException;
    }

    private final ProcFs files;
    private final Opener opener;
    private final Set<StatHandle> holders = new LinkedHashSet<>();
    private int most;
    private boolean holding = true;
    private boolean ranOut;

    /** None held yet; at most a quarter of the descriptors that this process may have will be. */
    public StatHandleCache(ProcFs files) {
        this(files, files::openStat, (int) Math.min(MOST, ownLimit(files).orElse(Long.MAX_VALUE) / SHARE));
    }

    StatHandleCache(ProcFs files, Opener opener, int most) {
        this.files = files;
        this.opener = opener;
        this.most = most;
    }

    private static OptionalLong ownLimit(ProcFs files) {
        try {
            return files.ownOpenFilesLimit();
        } catch (IOException hidden) {
            return OptionalLong.empty();
        }
    }

    /**
     * Follows {@code /proc/<pid>/stat}, to be read many times. The caller closes it.
     *
     * @throws NoSuchProcessException if there is no such process
     * @throws IOException if the file cannot be opened
     */
    public StatHandle hold(long pid) throws IOException {
        StatHandle stat = new StatHandle(this, pid);
        stat.holdIfMay();
        return stat;
    }

    /**
     * The descriptor for one more; empty if no more may be held, or none can be for want of descriptors.
     *
     * @throws NoSuchProcessException if there is no such process
     */
    Optional<FileChannel> open(StatHandle stat, String name) throws IOException {
        if (!holding || holders.size() >= most) {
            return Optional.empty();
        }
        try {
            FileChannel channel = opener.open(stat.pid(), name);
            holders.add(stat);
            return Optional.of(channel);
        } catch (IOException refused) {
            if (gaveBack(refused)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /**
     * True if that says that this process is out of descriptors. The host needs them more: half of ours are given
     * back, the oldest first, and no more than the rest are held from now on.
     */
    boolean gaveBack(IOException refused) throws IOException {
        if (!Optional.ofNullable(refused.getMessage()).orElse("").contains(NONE_LEFT)) {
            return false;
        }
        ranOut = true;
        most = holders.size() / 2;
        letGo(most);
        return true;
    }

    /** Says whether descriptors are held; while children are started they cost more than they save, and all are let go. */
    void setHolding(boolean hold) throws IOException {
        holding = hold;
        if (!hold) {
            letGo(0);
        }
    }

    private void letGo(int allBut) throws IOException {
        for (Iterator<StatHandle> each = holders.iterator(); each.hasNext() && holders.size() > allBut; ) {
            StatHandle stat = each.next();
            each.remove();
            stat.letGo();
        }
    }

    /** True once this process was out of descriptors: then half of those that were held have been given back. */
    public boolean ranOut() {
        return ranOut;
    }

    /** Descriptors that are held now. */
    public int held() {
        return holders.size();
    }

    ProcFs files() {
        return files;
    }

    void closed(StatHandle stat) {
        holders.remove(stat);
    }
}

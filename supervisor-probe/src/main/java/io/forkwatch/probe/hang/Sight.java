package io.forkwatch.probe.hang;

/** What can be seen of the processes of this user, now. Asked for no more than the chain needs. */
public interface Sight {
    /** The process that looks. */
    long self();
}

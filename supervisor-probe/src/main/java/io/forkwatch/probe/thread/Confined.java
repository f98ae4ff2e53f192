package io.forkwatch.probe.thread;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which thread may call the methods of a class, its constructors apart; on a method, the exception from that. A test over
 * the byte code holds it: only classes of the same thread call them, and the composition root, which makes them.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Confined {
    /** The thread. */
    To value();

    /** The threads of ours that own state. */
    enum To {
        /** {@code forkwatch-sampler}: who lives, and what was sampled of them. */
        SAMPLER,
        /** {@code forkwatch-reporter}: evidence, diagnoses, log and files. */
        REPORTER,
        /** {@code forkwatch-sweep}: left-over workspaces. */
        SWEEP,
        /** Any thread: the class, or the method, takes care of that itself. */
        ANY
    }
}

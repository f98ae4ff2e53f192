/** Packages of the JDK that it keeps closed. */
@NullMarked
package io.forkwatch.probe.jdk;

import org.jspecify.annotations.NullMarked;

/** Starts, samples and ends of children as events of the JDK's Flight Recorder, while a recording is on. */
@NullMarked
package io.forkwatch.probe.report.jfr;

import org.jspecify.annotations.NullMarked;

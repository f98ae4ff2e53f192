/** Says what evidence about children can be had on this machine, for a person at a terminal or in a bug report. */
@NullMarked
package io.forkwatch.probe.doctor;

import org.jspecify.annotations.NullMarked;

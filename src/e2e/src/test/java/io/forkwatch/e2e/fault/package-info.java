/** The fault table: one host, many things that are wrong with it or around it, with and without Forkwatch. */
@NullMarked
package io.forkwatch.e2e.fault;

import org.jspecify.annotations.NullMarked;

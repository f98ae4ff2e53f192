/** What is advised about living children: nouns for who decides, who tells and who publishes it. */
@NullMarked
package io.forkwatch.probe.process.advice;

import org.jspecify.annotations.NullMarked;

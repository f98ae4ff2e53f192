/** What a diagnosis says: how a child ended, why, how sure that is, and what may be done. */
@NullMarked
package io.forkwatch.probe.diagnose.verdict;

import org.jspecify.annotations.NullMarked;

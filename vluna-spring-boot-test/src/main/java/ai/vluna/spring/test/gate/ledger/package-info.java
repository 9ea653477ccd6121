/**
 * What became of each lease and each ingest, as a reader wants to see it?
 */
@NullMarked
package ai.vluna.spring.test.gate.ledger;

import org.jspecify.annotations.NullMarked;

/**
 * What has the gate written down?
 */
@NullMarked
package ai.vluna.sample.ledger;

import org.jspecify.annotations.NullMarked;

package ai.vluna.sample.ledger;

import java.util.List;

/**
 * The books of a gate that lets the sample look into them. A real one does not.
 */
interface Ledger {

	List<LedgerLine> lines();

}

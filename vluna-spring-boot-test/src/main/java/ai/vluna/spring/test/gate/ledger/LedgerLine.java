package ai.vluna.spring.test.gate.ledger;

/**
 * What one meter of a commit came to.
 *
 * @param meter the meter code
 * @param quantityMinor the quantity in minor units
 * @param amountXusd the amount by its price, charged or not
 * @since 0.1.0
 */
public record LedgerLine(String meter, long quantityMinor, long amountXusd) {

}

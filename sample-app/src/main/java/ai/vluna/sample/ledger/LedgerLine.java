package ai.vluna.sample.ledger;

/**
 * What became of one operation.
 *
 * @param feature the feature that was used
 * @param principal the customer that pays
 * @param user the customer's user
 * @param state {@code OPEN}, {@code COMMITTED} or {@code CANCELLED}
 * @param quantityMinor what was committed, zero if nothing was
 * @param amountXusd what was charged, in millionths of a dollar
 * @param idempotencyKey the key under which it was authorized
 */
record LedgerLine(String feature, String principal, String user, String state, long quantityMinor, long amountXusd,
		String idempotencyKey) {

}

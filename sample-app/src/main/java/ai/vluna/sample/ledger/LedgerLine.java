package ai.vluna.sample.ledger;

import java.util.List;

/**
 * What became of one operation.
 *
 * @param feature the feature that was used
 * @param principal the customer that pays
 * @param user the customer's user
 * @param state {@code OPEN}, {@code COMMITTED} or {@code CANCELLED}
 * @param quantityMinor what was committed, zero if nothing was
 * @param meters what each meter came to, nothing before a commit
 * @param amountXusd what was charged, in millionths of a dollar
 * @param idempotencyKey the key under which it was authorized
 */
record LedgerLine(String feature, String principal, String user, String state, long quantityMinor, List<Meter> meters,
		long amountXusd, String idempotencyKey) {

	/**
	 * What one meter came to.
	 *
	 * @param code the code of the meter; the primary one is called as its feature
	 * @param quantityMinor its part of the quantity
	 * @param amountXusd its part of the amount
	 */
	record Meter(String code, long quantityMinor, long amountXusd) {

	}

}

package ai.vluna.spring.test.gate.engine;

import ai.vluna.spring.test.gate.protocol.Refusal;

/**
 * The money of a user. A charge takes what is available; the rest is owed, and money that
 * comes later does not pay it back.
 */
final class Wallet {

	private long ledger;

	private long issued;

	private long debited;

	private long charged;

	private long owed;

	void adjust(long xusd) {
		try {
			long sum = Math.addExact(this.ledger, xusd);
			long in = Math.addExact(this.issued, Math.max(0, xusd));
			long out = Math.addExact(this.debited, Math.max(0, Math.negateExact(xusd)));
			this.ledger = sum;
			this.debited = out;
			this.issued = Math.max(in, out);
		}
		catch (ArithmeticException ex) {
			throw Refusal.unexpected();
		}
	}

	Payment charge(long xusd) {
		long taken = Math.min(available(), xusd);
		this.charged += taken;
		this.owed += xusd - taken;
		return new Payment(taken, xusd - taken);
	}

	/**
	 * Returns what can be spent.
	 * @return the amount, never negative
	 */
	long available() {
		return Math.max(0, remaining());
	}

	long remaining() {
		return this.issued - this.debited - this.charged;
	}

	/**
	 * Returns the sum of the adjustments, which no charge changes.
	 * @return the amount
	 */
	long ledger() {
		return this.ledger;
	}

	long issued() {
		return this.issued;
	}

	long debited() {
		return this.debited;
	}

	long owed() {
		return this.owed;
	}

	/**
	 * Returns what came in less what was charged.
	 * @return the amount, negative if more was charged
	 */
	long net() {
		return this.ledger - this.charged - this.owed;
	}

	Runnable remember() {
		long chargedNow = this.charged;
		long owedNow = this.owed;
		return () -> {
			this.charged = chargedNow;
			this.owed = owedNow;
		};
	}

	/**
	 * How a charge was paid.
	 *
	 * @param taken what was available
	 * @param owed the rest
	 */
	record Payment(long taken, long owed) {

	}

}

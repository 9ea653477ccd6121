package ai.vluna.spring.delivery.jdbc;

import java.util.Map;

import ai.vluna.spring.delivery.store.Recent;

/**
 * Gives settlements their turn, so that those of a customer's user follow each other one
 * by one, and nobody waits for the backlog of another one: the next turn of a user is the
 * one after their last, or the current one if that is over. Known as start-time fair
 * queueing. A customer of many users has about {@link #WIDTH} settlements in a turn.
 * Turns are as good as this instance's memory, which is bounded, and an unfair one does
 * no harm. Safe for use by any number of threads.
 */
final class FairTurns {

	static final int WIDTH = 16;

	/**
	 * How many users, and how many customers, are remembered: those whose last settlement
	 * was written longest ago are forgotten first.
	 */
	static final int MAX_KNOWN = 8192;

	private final Map<Payer, Integer> last = new Recent<>(MAX_KNOWN);

	/**
	 * Customer -> the turn of the next settlement at the earliest, in parts of a turn.
	 */
	private final Map<String, Long> shares = new Recent<>(MAX_KNOWN);

	private int current;

	/**
	 * Return the turn of a settlement that is written.
	 * @param payer whose it is
	 * @return the turn, those with smaller ones are sent first
	 */
	synchronized int next(Payer payer) {
		Integer before = this.last.get(payer);
		long own = (before == null || before < this.current) ? this.current : before + 1L;
		int turn = (int) Math.min(Integer.MAX_VALUE, Math.max(own, nextOf(payer.principalId())));
		this.last.put(payer, turn);
		return turn;
	}

	private long nextOf(String principalId) {
		long share = Math.max(this.shares.getOrDefault(principalId, 0L), (long) this.current * WIDTH);
		this.shares.put(principalId, share + 1);
		return share / WIDTH;
	}

	/**
	 * Remember that a settlement is being sent.
	 * @param turn its turn
	 */
	synchronized void begun(int turn) {
		this.current = Math.max(this.current, turn);
	}

}

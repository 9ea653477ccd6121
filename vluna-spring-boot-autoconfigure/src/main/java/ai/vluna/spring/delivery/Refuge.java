package ai.vluna.spring.delivery;

import reactor.core.publisher.Mono;

/**
 * Where charges are kept that are sent from memory only, so that others take care of
 * them.
 */
interface Refuge {

	/**
	 * Try to keep a charge before it is sent again.
	 * @param charge the charge
	 * @return whether it is kept, and not to be sent from memory any more; never fails
	 */
	Mono<Boolean> keep(Charge charge);

	/**
	 * Take a charge that the gate refused. It is not to be sent again: another answer may
	 * leave out what was wrong.
	 * @param charge the charge
	 * @param verdict what the gate said of it
	 */
	void bury(Charge charge, Verdict verdict);

	/**
	 * Learn that a charge is over that was sent from memory, made or given up.
	 * @param charge the charge
	 */
	void ended(Charge charge);

}

package ai.vluna.spring.delivery;

import reactor.core.publisher.Mono;

/**
 * Where charges are kept that are sent from memory only, so that others take care of
 * them.
 */
interface Refuge {

	/**
	 * There is none: what the gate does not take is lost.
	 */
	Refuge NONE = new Refuge() {

		@Override
		public Mono<Boolean> store(Charge charge) {
			return Mono.just(false);
		}

		@Override
		public void stored(Charge charge) {
		}

		@Override
		public boolean bury(Charge charge, Verdict verdict) {
			return false;
		}

		@Override
		public void ended(Charge charge) {
		}

	};

	/**
	 * Try to keep a charge before it is sent again.
	 * @param charge the charge
	 * @return whether it is kept, and not to be sent from memory any more; never fails
	 */
	Mono<Boolean> store(Charge charge);

	/**
	 * Learn that a charge was kept before it was over.
	 * @param charge the charge
	 */
	void stored(Charge charge);

	/**
	 * Take a charge that the gate refused. It is not to be sent again: another answer may
	 * leave out what was wrong.
	 * @param charge the charge
	 * @param verdict what the gate said of it
	 * @return whether it is kept for an operator
	 */
	boolean bury(Charge charge, Verdict verdict);

	/**
	 * Learn that a charge is over that was sent from memory, made or given up.
	 * @param charge the charge
	 */
	void ended(Charge charge);

}

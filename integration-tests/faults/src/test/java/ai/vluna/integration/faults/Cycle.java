package ai.vluna.integration.faults;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An operation and the attempts at it.
 *
 * @param plan the plan
 * @param attempts the attempts; those that were not needed were told nothing
 */
record Cycle(Plan plan, List<Attempt> attempts) {

	static Cycle of(Plan plan) {
		return new Cycle(plan, plan.tries().stream().map(Attempt::new).toList());
	}

	/**
	 * Put attempts in their order.
	 * @param begun the attempts, not made yet
	 * @return all attempts that were made
	 */
	Flux<Attempt> inOrder(List<Mono<Attempt>> begun) {
		if (this.plan.atOnce()) {
			return Flux.merge(begun);
		}
		return Flux.concat(begun)
			.takeUntil((attempt) -> attempt.told() == Attempt.Told.VALUE && !this.plan.insistent());
	}

}

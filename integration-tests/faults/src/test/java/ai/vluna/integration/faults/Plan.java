package ai.vluna.integration.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;

/**
 * What is to happen in one cycle: an operation, and the attempts at it.
 *
 * @param number the number of the operation
 * @param subject who pays
 * @param stable whether its attempts share a key; otherwise there is one attempt
 * @param policy its policy, the default one if it is stable
 * @param atOnce whether the attempts are made at the same time
 * @param insistent whether further attempts follow one that succeeded, as from a caller
 * that never saw the result
 * @param tries the attempts
 */
record Plan(int number, BillingSubject subject, boolean stable, OperationPolicy policy, boolean atOnce,
		boolean insistent, List<Try> tries) {

	private static final OperationPolicy ALLOW = policy(BillingMode.INHERIT, OnUnreachable.ALLOW);

	private static final OperationPolicy SOFT = policy(BillingMode.SOFT, OnUnreachable.INHERIT);

	/**
	 * Make the plan of one cycle.
	 * @param seed what it follows from
	 * @param number the number of the operation
	 * @return the plan
	 */
	static Plan of(Seed seed, int number) {
		RandomGenerator dice = seed.dice("plan", number);
		boolean stable = dice.nextInt(2) == 0;
		int attempts = stable ? 1 + dice.nextInt(4) : 1;
		List<Try> tries = new ArrayList<>();
		for (int i = 0; i < attempts; i++) {
			tries.add(Try.of(dice, i));
		}
		return new Plan(number, Catalogue.subject(dice, number), stable,
				stable ? OperationPolicy.INHERIT : policy(dice), dice.nextInt(3) == 0, dice.nextInt(3) == 0, tries);
	}

	private static OperationPolicy policy(BillingMode mode, OnUnreachable onUnreachable) {
		OperationPolicy rest = OperationPolicy.INHERIT;
		return new OperationPolicy(mode, onUnreachable, rest.onFailure(), rest.onInterruption(), rest.onMissingUsage(),
				rest.onRateLimit(), rest.onInnerCall());
	}

	private static OperationPolicy policy(RandomGenerator dice) {
		return switch (dice.nextInt(8)) {
			case 0, 1 -> ALLOW;
			case 2 -> SOFT;
			default -> OperationPolicy.INHERIT;
		};
	}

	/**
	 * Describe the operation for one attempt. The gate ignores the family of a feature
	 * that it knows, so that it can tell even an authorize which operation it belongs to.
	 * @param attempt the attempt; another one expects and labels other things
	 * @return the operation
	 */
	Operation operation(Try attempt) {
		return Operation.builder(Catalogue.feature(this.subject))
			.featureFamilyCode(Journal.FAMILY_PREFIX + this.number)
			.subject(this.subject)
			.estimatedQuantityMinor(attempt.quantity())
			.labels(Map.of(Journal.LABEL, Integer.toString(this.number), "shape", attempt.shape().name()))
			.key(this.stable ? "order-" + this.number : null)
			.policy(this.policy)
			.build();
	}

	/**
	 * Tell whether its work may run without a lease.
	 * @return whether the policy lets it
	 */
	boolean mayRunWithoutLease() {
		return this.policy != OperationPolicy.INHERIT;
	}

	@Override
	public String toString() {
		return "operation %d of %s/%s, %s"
			.formatted(this.number, this.subject.principalId(), this.subject.userId(), this.stable ? "stable key"
					: "random key, mode %s, unreachable %s".formatted(this.policy.mode(), this.policy.onUnreachable()));
	}

	/**
	 * What is to happen in one attempt.
	 *
	 * @param instance which instance of the application makes it
	 * @param shape the shape of the work
	 * @param onEventLoop whether it is called on a thread that must not block
	 * @param course how it goes
	 * @param quantity the usage
	 * @param duration how long the work takes
	 * @param patience how long the caller waits, if it leaves
	 */
	record Try(int instance, Shape shape, boolean onEventLoop, Course course, long quantity, Duration duration,
			Duration patience) {

		private static Try of(RandomGenerator dice, int attempt) {
			Shape shape = Shape.values()[dice.nextInt(Shape.values().length)];
			Course course = switch (dice.nextInt(12)) {
				case 0, 1 -> Course.WORK_FAILS;
				case 2 -> Course.CALLER_LEAVES;
				default -> Course.SUCCEEDS;
			};
			// A repetition of the same work often tells another usage.
			long quantity = 2 + dice.nextInt(20);
			int millis = (dice.nextInt(4) == 0) ? 1 + dice.nextInt(20) : 0;
			return new Try((dice.nextInt(2) + attempt) % 2, shape, shape != Shape.BLOCKING && dice.nextInt(3) == 0,
					course, quantity, Duration.ofMillis(millis), Duration.ofMillis(dice.nextInt(40)));
		}

		@Override
		public String toString() {
			return "%s%s on instance %d, quantity %d, %s".formatted(this.shape, this.onEventLoop ? " (event loop)" : "",
					this.instance, this.quantity, this.course);
		}

	}

	/**
	 * How an attempt goes.
	 */
	enum Course {

		SUCCEEDS, WORK_FAILS, CALLER_LEAVES

	}

}

package ai.vluna.spring.delivery.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What came of sending a settlement, and what its store has to do.
 *
 * @since 0.1.0
 */
public sealed interface Delivery {

	/**
	 * It is charged: forget it.
	 */
	record Delivered() implements Delivery {

	}

	/**
	 * Its fate is unknown: send it again, after a wait that grows with each attempt.
	 *
	 * @param atLeast the shortest wait that will do, or {@code null} for any
	 * @param detail what happened instead of an answer
	 */
	record Again(@Nullable Duration atLeast, String detail) implements Delivery {

		/**
		 * The attempt after which somebody should know: it tells a settlement that the
		 * gate stumbles over from a moment in which it does not answer.
		 */
		private static final int SUSPICIOUS = 10;

		/**
		 * Return whether an operator is to be told, which is once for each settlement.
		 * @param attempts how many attempts were made
		 * @return whether this is the one to tell
		 */
		public boolean isToBeTold(int attempts) {
			return attempts == SUSPICIOUS;
		}

	}

	/**
	 * Nothing was sent, since nothing can be delivered at present: keep it as it is.
	 *
	 * @param rest how long to leave the gate alone
	 */
	record NotNow(Duration rest) implements Delivery {

	}

	/**
	 * It was not charged, and another request has to take its place: keep that one before
	 * it is sent.
	 *
	 * @param settlement the other form of the same operation
	 */
	record Instead(PendingSettlement settlement) implements Delivery {

	}

	/**
	 * It is not charged unless an operator acts: keep it among the dead ones.
	 *
	 * @param settlement the settlement and why
	 */
	record Dead(DeadSettlement settlement) implements Delivery {

	}

}

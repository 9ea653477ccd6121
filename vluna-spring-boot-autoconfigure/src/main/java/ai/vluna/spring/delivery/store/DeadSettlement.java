package ai.vluna.spring.delivery.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import org.springframework.util.Assert;

/**
 * A settlement that is not charged unless an operator acts. It is kept until then.
 *
 * @param settlement the settlement
 * @param cause why it is not charged
 * @param detail the cause in words, and what to do about it
 * @param diedAt when it was found out, ISO 8601 in UTC
 * @since 0.1.0
 */
@JsonPropertyOrder({ "settlement", "cause", "detail", "died_at" })
public record DeadSettlement(@JsonProperty("settlement") PendingSettlement settlement,
		@JsonProperty("cause") Cause cause, @JsonProperty("detail") String detail,
		@JsonProperty("died_at") String diedAt) {

	/**
	 * Create a dead settlement.
	 * @param settlement the settlement
	 * @param cause why it is not charged
	 * @param detail the cause in words
	 * @param diedAt when it was found out
	 */
	public DeadSettlement {
		Assert.notNull(settlement, "'settlement' must not be null");
		Assert.notNull(cause, "'cause' must not be null");
	}

	/**
	 * Why a settlement is not charged.
	 */
	public enum Cause {

		/**
		 * The gate refused it.
		 */
		REFUSED,

		/**
		 * The gate accepted it and charged nothing.
		 */
		QUARANTINED,

		/**
		 * The gate booked it without a price.
		 */
		UNPRICED,

		/**
		 * The usage is nothing that can be sent.
		 */
		UNSENDABLE,

		/**
		 * It was stored for another gate or realm, and is held back.
		 */
		HELD

	}

}

package ai.vluna.spring.delivery.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import org.springframework.util.Assert;

/**
 * A settlement that is not charged unless an operator acts. It is kept until then.
 *
 * @param settlement the settlement
 * @param cause why it is not charged
 * @param detail the cause in words, and what to do about it; what is very long is cut
 * @param diedAt when it was found out, ISO 8601 in UTC
 * @since 0.1.0
 */
@JsonPropertyOrder({ "settlement", "cause", "detail", "died_at" })
public record DeadSettlement(@JsonProperty("settlement") PendingSettlement settlement,
		@JsonProperty("cause") Cause cause, @JsonProperty("detail") String detail,
		@JsonProperty("died_at") String diedAt) {

	/**
	 * Without a bound, a gate that repeats what it was sent would make a dead settlement
	 * twice as large as the pending one.
	 */
	private static final int MAX_DETAIL = 4000;

	private static final String CUT = " ...";

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
		detail = shortened(detail);
	}

	private static String shortened(String detail) {
		if (detail.length() <= MAX_DETAIL) {
			return detail;
		}
		int end = MAX_DETAIL - CUT.length();
		return detail.substring(0, Character.isHighSurrogate(detail.charAt(end - 1)) ? end - 1 : end) + CUT;
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

package ai.vluna.spring.client.protocol.billing;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The body of a change to the wallet of a user.
 *
 * @param deltaXusd what to add in XUSD, negative to subtract; 1 XUSD is 0.000001 USD
 * @param kind what the change is booked as; it does not decide the sign
 * @param origin where the change comes from
 * @param reasonCode why, for machines
 * @param note why, for people
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "delta", "unit", "kind", "origin", "reason_code", "note" })
public record WalletAdjustment(@JsonProperty("delta") @JsonFormat(shape = JsonFormat.Shape.STRING) long deltaXusd,
		@JsonProperty("kind") Kind kind, @JsonProperty("origin") @Nullable Origin origin,
		@JsonProperty("reason_code") @Nullable String reasonCode, @JsonProperty("note") @Nullable String note) {

	/**
	 * Create an adjustment.
	 * @param deltaXusd what to add, not 0
	 * @param kind what the change is booked as
	 * @param origin where the change comes from
	 * @param reasonCode why, for machines
	 * @param note why, for people
	 */
	public WalletAdjustment {
		Assert.isTrue(deltaXusd != 0, "'deltaXusd' must not be 0");
	}

	/**
	 * Create an adjustment that needs no further explanation.
	 * @param deltaXusd what to add in XUSD, negative to subtract
	 * @return the adjustment
	 */
	public static WalletAdjustment ofXusd(long deltaXusd) {
		return new WalletAdjustment(deltaXusd, Kind.ADJUSTMENT, null, null, null);
	}

	@JsonProperty("unit")
	String unit() {
		return "xusd";
	}

	/**
	 * What a change is booked as.
	 */
	public enum Kind {

		/**
		 * Money that is granted.
		 */
		@JsonProperty("grant")
		GRANT,

		/**
		 * Money that is spent.
		 */
		@JsonProperty("debit")
		DEBIT,

		/**
		 * A correction.
		 */
		@JsonProperty("adjustment")
		ADJUSTMENT

	}

	/**
	 * Where a change comes from.
	 *
	 * @param kind one of {@code subscription}, {@code purchase}, {@code promotion},
	 * {@code refund}, {@code reversal}, {@code ops}, {@code system}, {@code migration}
	 * and {@code other}
	 * @param ref the id of the invoice, payment or the like
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "kind", "ref" })
	public record Origin(@JsonProperty("kind") String kind, @JsonProperty("ref") @Nullable String ref) {

	}

}

package ai.vluna.spring.client.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The data of an accepted commit or ingest. The amount is shown even when nothing was
 * charged.
 *
 * @param commitId the id of the commit
 * @param amountXusd the amount in XUSD, a decimal number
 * @param costXusd the cost in XUSD, a decimal number
 * @param budgetId the budget, if one was named
 * @param lines the charged lines, one for each meter
 * @since 0.1.0
 */
public record CommitResult(@JsonProperty("commit_id") String commitId,
		@JsonProperty("amount_xusd") @Nullable String amountXusd, @JsonProperty("cost_xusd") @Nullable String costXusd,
		@JsonProperty("budget_id") @Nullable String budgetId, @JsonProperty("lines") List<Line> lines) {

	/**
	 * Create a result.
	 * @param commitId the id of the commit, never empty
	 * @param amountXusd the amount in XUSD
	 * @param costXusd the cost in XUSD
	 * @param budgetId the budget
	 * @param lines the charged lines; absent is empty
	 */
	public CommitResult {
		Assert.hasText(commitId, "'commitId' must not be empty");
		lines = (lines != null) ? List.copyOf(lines) : List.of();
	}

	/**
	 * One charged meter.
	 *
	 * @param meterCode the meter
	 * @param quantityMinor the quantity in minor units
	 * @param unitPriceXusd the unit price in XUSD
	 * @param amountXusd the amount in XUSD
	 * @param pricingSnapshot the price that was applied
	 */
	public record Line(@JsonProperty("meter_code") @Nullable String meterCode,
			@JsonProperty("quantity_minor") @Nullable String quantityMinor,
			@JsonProperty("unit_price_xusd") @Nullable String unitPriceXusd,
			@JsonProperty("amount_xusd") @Nullable String amountXusd,
			@JsonProperty("pricing_snapshot") @Nullable PricingSnapshot pricingSnapshot) {

		/**
		 * Return whether the gate found no price for this line.
		 * @return whether the line is unpriced
		 */
		public boolean isUnpriced() {
			return this.pricingSnapshot != null && this.pricingSnapshot.provenance() != null
					&& "missing".equals(this.pricingSnapshot.provenance().source());
		}

	}

	/**
	 * The price of a line.
	 *
	 * @param provenance where the price came from
	 */
	public record PricingSnapshot(@JsonProperty("provenance") @Nullable Provenance provenance) {

	}

	/**
	 * Where a price came from.
	 *
	 * @param source {@code live} or {@code missing}
	 */
	public record Provenance(@JsonProperty("source") @Nullable String source) {

	}

}

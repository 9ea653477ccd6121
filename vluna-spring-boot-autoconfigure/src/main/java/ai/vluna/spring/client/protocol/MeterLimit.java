package ai.vluna.spring.client.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A meter that the user's features allow, with what was asked for about it.
 *
 * @param meterCode the meter
 * @param unit the name of the meter's unit
 * @param features the features that allow the meter
 * @param featureFamilyCodes the families of these features
 * @param quotas the quota windows of these features, if limits were asked for
 * @param rates the rate windows of these features, if limits were asked for
 * @param pricing the price; {@code null} when it was not asked for, or when there is none
 * and a commit that names the meter is accepted but charges nothing
 * @param coverage what the money suffices for, if that was asked for and the meter has a
 * price
 * @since 0.1.0
 */
public record MeterLimit(@JsonProperty("meter_code") String meterCode, @JsonProperty("unit") @Nullable String unit,
		@JsonProperty("features") List<String> features,
		@JsonProperty("feature_family_codes") List<String> featureFamilyCodes,
		@JsonProperty("quotas") List<LimitWindow> quotas, @JsonProperty("rates") List<LimitWindow> rates,
		@JsonProperty("pricing") @Nullable Price pricing, @JsonProperty("coverage") @Nullable Coverage coverage) {

	/**
	 * Create a meter limit.
	 * @param meterCode the meter, never empty
	 * @param unit the name of the meter's unit
	 * @param features the features; absent is none
	 * @param featureFamilyCodes the families; absent is none
	 * @param quotas the quota windows; absent is none
	 * @param rates the rate windows; absent is none
	 * @param pricing the price
	 * @param coverage what the money suffices for
	 */
	public MeterLimit {
		Assert.hasText(meterCode, "'meterCode' must not be empty");
		features = (features != null) ? List.copyOf(features) : List.of();
		featureFamilyCodes = (featureFamilyCodes != null) ? List.copyOf(featureFamilyCodes) : List.of();
		quotas = (quotas != null) ? List.copyOf(quotas) : List.of();
		rates = (rates != null) ? List.copyOf(rates) : List.of();
	}

	/**
	 * The price of a meter, as it is now: a commit is charged at the price of its own
	 * time.
	 *
	 * @param unitPriceXusd the price of one block in XUSD, a decimal number
	 * @param unitQuantityMinor the size of a block in minor units
	 * @param rounding how a part of a block is rounded: {@code floor}, {@code nearest} or
	 * {@code ceil}
	 * @param effectiveAt since when the price holds, ISO 8601
	 * @param unit the name of the meter's unit
	 * @param fingerprint differs from the fingerprint that a commit at this price shows,
	 * so that it cannot serve as a price expectation
	 */
	public record Price(@JsonProperty(value = "unit_price_xusd", required = true) String unitPriceXusd,
			@JsonProperty("unit_quantity_minor") @Nullable String unitQuantityMinor,
			@JsonProperty("rounding") @Nullable String rounding,
			@JsonProperty("effective_at") @Nullable String effectiveAt, @JsonProperty("unit") @Nullable String unit,
			@JsonProperty("fingerprint") @Nullable String fingerprint) {

	}

	/**
	 * What a balance suffices for, if it is spent on this meter alone. Nothing is
	 * reserved.
	 *
	 * @param basis {@code xusd} for the user's balance, {@code budget} for a budget's
	 * @param balanceXusd the balance in XUSD
	 * @param maxQuantityMinorEstimated the quantity in minor units, whole blocks only
	 * @param optimisticQuantityMinor the quantity in minor units, with the part of a
	 * block that rounding makes free
	 * @param budgetId the budget, if that is the basis
	 * @param asOf when this was computed, ISO 8601
	 */
	public record Coverage(@JsonProperty(value = "basis", required = true) String basis,
			@JsonProperty(value = "balance_xusd", required = true) String balanceXusd,
			@JsonProperty("max_quantity_minor_estimated") @Nullable String maxQuantityMinorEstimated,
			@JsonProperty("optimistic_quantity_minor") @Nullable String optimisticQuantityMinor,
			@JsonProperty("budget_id") @Nullable String budgetId, @JsonProperty("as_of") @Nullable String asOf) {

	}

}

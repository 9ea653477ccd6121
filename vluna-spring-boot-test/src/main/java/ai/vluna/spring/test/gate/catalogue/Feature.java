package ai.vluna.spring.test.gate.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that can be billed. Its primary meter has the code of the feature.
 *
 * @param code the feature code, in lower case
 * @param family the code of the family
 * @param active whether it may be used
 * @param entitlementRequired whether an account needs an entitlement for its family
 * @param meters the price of each meter, {@code null} where none is configured
 * @param quotas the limits of what is committed
 * @param rates the limits of how often it is authorized
 * @since 0.1.0
 */
public record Feature(String code, String family, boolean active, boolean entitlementRequired,
		Map<String, @Nullable Price> meters, List<Quota> quotas, List<Rate> rates) {

	/**
	 * Tells whether using this feature costs money.
	 * @return {@code true} if a meter has a price above zero
	 */
	public boolean costsMoney() {
		return this.meters.values().stream().anyMatch((price) -> price != null && price.xusd() > 0);
	}

	/**
	 * Returns the meters that have no price.
	 * @return the meter codes
	 */
	public List<String> unpricedMeters() {
		return this.meters.entrySet()
			.stream()
			.filter((meter) -> meter.getValue() == null)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Returns this feature with one more meter, in place of one with the same code.
	 * @param code the meter code
	 * @param price the price, or {@code null} if none is configured
	 * @return the changed feature
	 */
	public Feature withMeter(String code, @Nullable Price price) {
		Map<String, @Nullable Price> extended = new LinkedHashMap<>(this.meters);
		extended.put(code, price);
		return new Feature(this.code, this.family, this.active, this.entitlementRequired,
				Collections.unmodifiableMap(extended), this.quotas, this.rates);
	}

	/**
	 * Collects what is known about a feature.
	 */
	public static final class Builder {

		private final String code;

		private String family = "default";

		private boolean active = true;

		private boolean entitlementRequired;

		private final Map<String, @Nullable Price> meters = new LinkedHashMap<>();

		private final List<Quota> quotas = new ArrayList<>();

		private final List<Rate> rates = new ArrayList<>();

		Builder(String code) {
			this.code = code;
			this.meters.put(code, null);
		}

		/**
		 * Puts the feature in a family.
		 * @param family the code of the family
		 * @return this builder
		 */
		public Builder family(String family) {
			this.family = family;
			return this;
		}

		/**
		 * Switches the feature off.
		 * @return this builder
		 */
		public Builder inactive() {
			this.active = false;
			return this;
		}

		/**
		 * Demands an entitlement for the family of the feature.
		 * @return this builder
		 */
		public Builder entitlementRequired() {
			this.entitlementRequired = true;
			return this;
		}

		/**
		 * Gives the primary meter a price.
		 * @param price the price
		 * @return this builder
		 */
		public Builder price(Price price) {
			return meter(this.code, price);
		}

		/**
		 * Gives the primary meter a price for each unit.
		 * @param xusd the amount of XUSD for one unit
		 * @return this builder
		 */
		public Builder price(long xusd) {
			return price(Price.of(xusd));
		}

		/**
		 * Adds a meter.
		 * @param code the meter code
		 * @param price the price, or {@code null} if none is configured
		 * @return this builder
		 */
		public Builder meter(String code, @Nullable Price price) {
			this.meters.put(code, price);
			return this;
		}

		/**
		 * Limits what is committed.
		 * @param quota the limit
		 * @return this builder
		 */
		public Builder quota(Quota quota) {
			this.quotas.add(quota);
			return this;
		}

		/**
		 * Limits how often the feature is authorized.
		 * @param rate the limit
		 * @return this builder
		 */
		public Builder rate(Rate rate) {
			this.rates.add(rate);
			return this;
		}

		Feature build() {
			return new Feature(this.code, this.family, this.active, this.entitlementRequired,
					Collections.unmodifiableMap(new LinkedHashMap<>(this.meters)), List.copyOf(this.quotas),
					List.copyOf(this.rates));
		}

	}

}

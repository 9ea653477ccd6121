package ai.vluna.spring.test.gate.catalogue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Everything the gate knows before the first request. A feature that is not in it does
 * not exist, unless the server registers what is new by itself; a principal that is not
 * in it is created when it is first seen.
 *
 * @since 0.1.0
 */
public final class GateCatalogue {

	private final Map<String, Feature> features;

	private final Map<String, Account> accounts;

	private final boolean autoRegistry;

	private GateCatalogue(Map<String, Feature> features, Map<String, Account> accounts, boolean autoRegistry) {
		this.features = Collections.unmodifiableMap(new TreeMap<>(features));
		this.accounts = Collections.unmodifiableMap(new TreeMap<>(accounts));
		this.autoRegistry = autoRegistry;
	}

	/**
	 * Starts an empty catalogue.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts a catalogue with what this one holds.
	 * @return a builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.features.putAll(this.features);
		builder.accounts.putAll(this.accounts);
		builder.autoRegistry = this.autoRegistry;
		return builder;
	}

	/**
	 * Finds a feature.
	 * @param code the feature code
	 * @return the feature, or {@code null} if there is none
	 */
	public @Nullable Feature feature(String code) {
		return this.features.get(code);
	}

	/**
	 * Returns what is known about a customer.
	 * @param principal the principal id
	 * @return its account, or a prepaid one without balance
	 */
	public Account account(String principal) {
		Account account = this.accounts.get(principal);
		return (account != null) ? account : Account.unknown(principal);
	}

	/**
	 * Returns the customers that exist beforehand.
	 * @return the accounts, sorted by principal
	 */
	public List<Account> accounts() {
		return List.copyOf(this.accounts.values());
	}

	/**
	 * Returns all features.
	 * @return the features, sorted by code
	 */
	public List<Feature> features() {
		return List.copyOf(this.features.values());
	}

	/**
	 * Tells whether unknown features and meters are created when they are first seen.
	 * @return {@code true} if they are
	 */
	public boolean autoRegistry() {
		return this.autoRegistry;
	}

	/**
	 * Collects features and accounts.
	 */
	public static final class Builder {

		private final Map<String, Feature> features = new TreeMap<>();

		private final Map<String, Account> accounts = new TreeMap<>();

		private boolean autoRegistry;

		/**
		 * Adds a feature without a price, whose usage is never charged.
		 * @param code the feature code
		 * @return this builder
		 */
		public Builder feature(String code) {
			return feature(code, (feature) -> {
			});
		}

		/**
		 * Adds a feature, in place of one with the same code.
		 * @param code the feature code
		 * @param feature what is known about it
		 * @return this builder
		 */
		public Builder feature(String code, Consumer<Feature.Builder> feature) {
			Feature.Builder builder = new Feature.Builder(code);
			feature.accept(builder);
			return feature(builder.build());
		}

		/**
		 * Adds a feature, in place of one with the same code.
		 * @param feature the feature
		 * @return this builder
		 */
		public Builder feature(Feature feature) {
			this.features.put(feature.code(), feature);
			return this;
		}

		/**
		 * Lets unknown features and meters be created when they are first seen, without a
		 * price.
		 * @return this builder
		 */
		public Builder autoRegistry() {
			this.autoRegistry = true;
			return this;
		}

		/**
		 * Changes some of what is known about a customer.
		 * @param principal the principal id
		 * @param change what to change
		 * @return this builder
		 */
		public Builder changeAccount(String principal, Consumer<Account.Builder> change) {
			Account known = this.accounts.get(principal);
			Account.Builder builder = (known != null) ? new Account.Builder(known) : new Account.Builder(principal);
			change.accept(builder);
			this.accounts.put(principal, builder.build());
			return this;
		}

		/**
		 * Adds a customer, in place of one with the same principal.
		 * @param principal the principal id
		 * @param account what is known about it
		 * @return this builder
		 */
		public Builder account(String principal, Consumer<Account.Builder> account) {
			Account.Builder builder = new Account.Builder(principal);
			account.accept(builder);
			this.accounts.put(principal, builder.build());
			return this;
		}

		/**
		 * Builds the catalogue.
		 * @return the catalogue
		 */
		public GateCatalogue build() {
			return new GateCatalogue(this.features, this.accounts, this.autoRegistry);
		}

	}

}

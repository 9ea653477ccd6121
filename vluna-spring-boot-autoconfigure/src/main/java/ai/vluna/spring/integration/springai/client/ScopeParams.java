package ai.vluna.spring.integration.springai.client;

import java.util.HashMap;
import java.util.Map;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.model.ModelCallOptions;
import org.jspecify.annotations.Nullable;

/**
 * Options as parameters of advisors, each thing that is said a parameter of its own: so
 * those of a call complete those of its client.
 */
final class ScopeParams {

	private static final String PREFIX = "vluna.";

	/**
	 * The customer with the account, which is a check of the customer.
	 */
	private static final String PRINCIPAL = PREFIX + "principal";

	private static final String USER = PREFIX + "user";

	private static final String FEATURE = PREFIX + "feature";

	private static final String BUDGET = PREFIX + "budget";

	private static final String KEY = PREFIX + "key";

	private static final String LABEL = PREFIX + "label.";

	private ScopeParams() {
	}

	/**
	 * Return the parameters that say what options say.
	 * @param options the options
	 * @return the parameters
	 */
	static Map<String, Object> of(ModelCallOptions options) {
		Map<String, Object> params = new HashMap<>();
		BillingIdentity identity = options.identity();
		if (identity.principalId() != null) {
			params.put(PRINCIPAL, new BillingIdentity(identity.principalId(), null, identity.billingAccountId()));
		}
		put(params, USER, identity.userId());
		put(params, FEATURE, options.featureCode());
		put(params, BUDGET, options.budgetId());
		put(params, KEY, options.key());
		options.labels().forEach((name, value) -> params.put(LABEL + name, value));
		return params;
	}

	private static void put(Map<String, Object> params, String name, @Nullable String value) {
		if (value != null) {
			params.put(name, value);
		}
	}

	/**
	 * Read options.
	 * @param params parameters, others among them
	 * @return the options, or {@code null} if nothing is said
	 */
	static @Nullable ModelCallOptions read(Map<String, ? extends @Nullable Object> params) {
		if (params.keySet().stream().noneMatch((name) -> name.startsWith(PREFIX))) {
			return null;
		}
		Map<String, String> labels = new HashMap<>();
		params.forEach((name, value) -> {
			if (name.startsWith(LABEL) && value instanceof String text) {
				labels.put(name.substring(LABEL.length()), text);
			}
		});
		BillingIdentity principal = (params.get(PRINCIPAL) instanceof BillingIdentity known) ? known
				: BillingIdentity.UNKNOWN;
		return ModelCallOptions.builder()
			.identity(BillingIdentity.of(null, (String) params.get(USER)).orElse(principal))
			.featureCode((String) params.get(FEATURE))
			.budgetId((String) params.get(BUDGET))
			.key((String) params.get(KEY))
			.labels(labels)
			.build();
	}

	/**
	 * Return parameters without those of options.
	 * @param params parameters
	 * @return the others
	 */
	static Map<String, @Nullable Object> without(Map<String, ? extends @Nullable Object> params) {
		Map<String, @Nullable Object> others = new HashMap<>(params);
		others.keySet().removeIf((name) -> name.startsWith(PREFIX));
		return others;
	}

}

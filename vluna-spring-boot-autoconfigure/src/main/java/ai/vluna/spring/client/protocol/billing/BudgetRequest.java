package ai.vluna.spring.client.protocol.billing;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The body of a budget to be created.
 *
 * @param name the name
 * @param scopeKind {@code global}, {@code feature} or {@code feature_set}
 * @param scopePayload {@code feature} or {@code feature_set} with its code, if that is
 * the scope
 * @param limitXusd the limit in XUSD, {@code null} for none; 1 XUSD is 0.000001 USD
 * @param windowStart from when it can be charged, {@code null} for ever
 * @param windowEnd until when it can be charged, {@code null} for ever
 * @param metadata what to attach to it
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({ "name", "scope_kind", "scope_payload", "limit_xusd", "window_start", "window_end", "metadata" })
public record BudgetRequest(@JsonProperty("name") @Nullable String name, @JsonProperty("scope_kind") String scopeKind,
		@JsonProperty("scope_payload") Map<String, String> scopePayload,
		@JsonProperty("limit_xusd") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Long limitXusd,
		@JsonProperty("window_start") @Nullable Instant windowStart,
		@JsonProperty("window_end") @Nullable Instant windowEnd,
		@JsonProperty("metadata") Map<String, @Nullable Object> metadata) {

	/**
	 * Create a request.
	 * @param name the name
	 * @param scopeKind the kind of scope
	 * @param scopePayload the scope
	 * @param limitXusd the limit, not negative
	 * @param windowStart from when it can be charged
	 * @param windowEnd until when it can be charged
	 * @param metadata what to attach to it
	 */
	public BudgetRequest {
		Assert.isTrue(limitXusd == null || limitXusd >= 0, "'limitXusd' must not be negative");
	}

	/**
	 * Limit everything that is charged to the budget.
	 * @param name the name
	 * @param limitXusd the limit in XUSD
	 * @return the request
	 */
	public static BudgetRequest ofAll(String name, long limitXusd) {
		return new BudgetRequest(name, "global", Map.of(), limitXusd, null, null, Map.of());
	}

	/**
	 * Limit what is charged for a feature.
	 * @param name the name
	 * @param featureCode the feature, which must exist
	 * @param limitXusd the limit in XUSD
	 * @return the request
	 */
	public static BudgetRequest ofFeature(String name, String featureCode, long limitXusd) {
		return new BudgetRequest(name, "feature", Map.of("feature", featureCode), limitXusd, null, null, Map.of());
	}

}

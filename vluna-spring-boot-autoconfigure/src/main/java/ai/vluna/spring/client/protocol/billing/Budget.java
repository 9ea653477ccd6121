package ai.vluna.spring.client.protocol.billing;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A budget of a user: a limit for what is charged to it, not money of its own.
 *
 * @param budgetId the id, a UUID
 * @param billingAccountId the account of the principal
 * @param name the name
 * @param status {@code active}, {@code closed}, {@code expired} or {@code canceled}
 * @param scopeKind {@code global}, {@code feature} or {@code feature_set}
 * @param scopePayload the feature or feature set, if that is the scope
 * @param limitXusd the limit in XUSD, {@code null} for none
 * @param consumedXusd what was charged in XUSD, possibly more than the limit
 * @param remainingXusd what is left in XUSD, never less than 0; {@code null} without a
 * limit
 * @param windowStart from when it can be charged, ISO 8601
 * @param windowEnd until when it can be charged, ISO 8601
 * @param metadata what was attached to it
 * @param createdAt when it was created, ISO 8601
 * @param updatedAt when it was changed last, ISO 8601
 * @since 0.1.0
 */
public record Budget(@JsonProperty("budget_id") String budgetId,
		@JsonProperty("billing_account_id") @Nullable String billingAccountId,
		@JsonProperty("name") @Nullable String name, @JsonProperty("status") @Nullable String status,
		@JsonProperty("scope_kind") @Nullable String scopeKind,
		@JsonProperty("scope_payload") @Nullable Map<String, @Nullable Object> scopePayload,
		@JsonProperty("limit_xusd") @Nullable String limitXusd,
		@JsonProperty("consumed_xusd") @Nullable String consumedXusd,
		@JsonProperty("remaining_xusd") @Nullable String remainingXusd,
		@JsonProperty("window_start") @Nullable String windowStart,
		@JsonProperty("window_end") @Nullable String windowEnd,
		@JsonProperty("metadata") @Nullable Map<String, @Nullable Object> metadata,
		@JsonProperty("created_at") @Nullable String createdAt,
		@JsonProperty("updated_at") @Nullable String updatedAt) {

	/**
	 * Create a budget.
	 * @param budgetId the id, never empty
	 * @param billingAccountId the account
	 * @param name the name
	 * @param status the status
	 * @param scopeKind the kind of scope
	 * @param scopePayload the scope
	 * @param limitXusd the limit
	 * @param consumedXusd what was charged
	 * @param remainingXusd what is left
	 * @param windowStart from when it can be charged
	 * @param windowEnd until when it can be charged
	 * @param metadata what was attached to it
	 * @param createdAt when it was created
	 * @param updatedAt when it was changed last
	 */
	public Budget {
		Assert.hasText(budgetId, "'budgetId' must not be empty");
	}

}

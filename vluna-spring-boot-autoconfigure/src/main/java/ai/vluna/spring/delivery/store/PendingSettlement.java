package ai.vluna.spring.delivery.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A charge that is not confirmed yet, as it is stored: everything another process, and
 * the next version of this library, needs to send the identical request. It holds no
 * secret; the service key is added when it is sent.
 *
 * @param version the version of this form
 * @param id what tells the operation apart from all others; the same in all its forms
 * @param kind what is sent
 * @param baseUrl the address of the gate that it is meant for
 * @param realmId the realm that it is meant for
 * @param principalId the customer
 * @param userId the customer's user
 * @param billingAccountId the account that the principal must resolve to
 * @param idempotencyKey the key under which the gate recognises a repetition
 * @param requestId the request id of the operation, or {@code null} for a new one
 * @param featureCode the feature that was used
 * @param quantityMinor the usage in minor units
 * @param budgetId the budget to charge
 * @param endedAt when the work ended, ISO 8601 in UTC
 * @param body the request's body, to be sent as it is; empty if nothing can be sent
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "version", "id", "kind", "base_url", "realm_id", "principal_id", "user_id", "billing_account_id",
		"idempotency_key", "request_id", "feature_code", "quantity_minor", "budget_id", "ended_at", "body" })
public record PendingSettlement(@JsonProperty("version") int version, @JsonProperty("id") String id,
		@JsonProperty("kind") Kind kind, @JsonProperty("base_url") String baseUrl,
		@JsonProperty("realm_id") String realmId, @JsonProperty("principal_id") String principalId,
		@JsonProperty("user_id") String userId, @JsonProperty("billing_account_id") @Nullable String billingAccountId,
		@JsonProperty("idempotency_key") String idempotencyKey, @JsonProperty("request_id") @Nullable String requestId,
		@JsonProperty("feature_code") String featureCode, @JsonProperty("quantity_minor") long quantityMinor,
		@JsonProperty("budget_id") @Nullable String budgetId, @JsonProperty("ended_at") String endedAt,
		@JsonProperty("body") String body) {

	/**
	 * The version of the form that this library writes.
	 */
	public static final int CURRENT_VERSION = 1;

	/**
	 * Create a settlement.
	 * @param version the version of this form
	 * @param id the id of the operation
	 * @param kind what is sent
	 * @param baseUrl the address of the gate
	 * @param realmId the realm
	 * @param principalId the customer
	 * @param userId the customer's user
	 * @param billingAccountId the account that the principal must resolve to
	 * @param idempotencyKey the key of the request
	 * @param requestId the request id
	 * @param featureCode the feature
	 * @param quantityMinor the usage in minor units
	 * @param budgetId the budget
	 * @param endedAt when the work ended
	 * @param body the request's body
	 */
	public PendingSettlement {
		Assert.hasText(id, "'id' must not be empty");
		Assert.notNull(kind, "'kind' must not be null");
		Assert.notNull(body, "'body' must not be null");
	}

	/**
	 * Return this settlement with another request in the place of its own.
	 * @param kind what is sent
	 * @param idempotencyKey the key of the request
	 * @param body the request's body
	 * @return another form of the same operation
	 */
	public PendingSettlement sending(Kind kind, String idempotencyKey, String body) {
		return new PendingSettlement(CURRENT_VERSION, this.id, kind, this.baseUrl, this.realmId, this.principalId,
				this.userId, this.billingAccountId, idempotencyKey, this.requestId, this.featureCode,
				this.quantityMinor, this.budgetId, this.endedAt, body);
	}

	/**
	 * Return this settlement for another gate.
	 * @param target the gate and the realm
	 * @return the same request, meant for another gate
	 */
	public PendingSettlement directedTo(DeliveryTarget target) {
		return new PendingSettlement(CURRENT_VERSION, this.id, this.kind, target.baseUrl(), target.realmId(),
				this.principalId, this.userId, this.billingAccountId, this.idempotencyKey, this.requestId,
				this.featureCode, this.quantityMinor, this.budgetId, this.endedAt, this.body);
	}

	@Override
	public String toString() {
		return "PendingSettlement[kind=%s, featureCode=%s, principalId=%s, userId=%s, quantityMinor=%d, endedAt=%s]"
			.formatted(this.kind, this.featureCode, this.principalId, this.userId, this.quantityMinor, this.endedAt);
	}

	/**
	 * What is sent.
	 */
	public enum Kind {

		/**
		 * A commit on a lease.
		 */
		COMMIT,

		/**
		 * A booking without a lease.
		 */
		INGEST,

		/**
		 * Nothing: the gate cannot take the usage as it is.
		 */
		NONE

	}

}

package ai.vluna.spring.actuate.endpoint;

import java.time.Instant;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A settlement as an operator sees it. Who pays and what is sent may be masked.
 *
 * @param id what tells the operation apart from all others
 * @param kind what is sent
 * @param baseUrl the gate that it is meant for
 * @param realmId the realm that it is meant for
 * @param principalId the customer
 * @param userId the customer's user
 * @param billingAccountId the account that the principal must resolve to
 * @param idempotencyKey the key under which the gate recognises a repetition
 * @param requestId the request id of the operation
 * @param featureCode the feature that was used
 * @param quantityMinor the usage in minor units
 * @param budgetId the budget to charge
 * @param endedAt when the work ended
 * @param body the request's body
 * @param attempts how often it was sent in vain, of one that is on its way
 * @param nextAttemptAt when it is sent next at the earliest, of one that is on its way
 * @param cause why it is not charged, of a dead one
 * @param detail the cause in words, of a dead one
 * @param diedAt when it died, of a dead one
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShownSettlement(String id, PendingSettlement.Kind kind, String baseUrl, String realmId,
		@Nullable String principalId, @Nullable String userId, @Nullable String billingAccountId, String idempotencyKey,
		@Nullable String requestId, String featureCode, long quantityMinor, @Nullable String budgetId, String endedAt,
		@Nullable String body, @Nullable Integer attempts, @Nullable Instant nextAttemptAt,
		DeadSettlement.@Nullable Cause cause, @Nullable String detail, @Nullable String diedAt) {

}

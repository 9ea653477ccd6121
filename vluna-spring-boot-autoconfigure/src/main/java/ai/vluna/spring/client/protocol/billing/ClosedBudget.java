package ai.vluna.spring.client.protocol.billing;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The data of a closed budget.
 *
 * @param budgetId the id
 * @param consumedXusd what was charged in XUSD
 * @param remainingXusd what was left in XUSD, {@code null} without a limit
 * @since 0.1.0
 */
public record ClosedBudget(@JsonProperty(value = "budget_id", required = true) String budgetId,
		@JsonProperty("consumed_xusd") @Nullable String consumedXusd,
		@JsonProperty("remaining_xusd") @Nullable String remainingXusd) {

}

package ai.vluna.spring.client.protocol;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The body of an authorize request.
 *
 * @param featureCode the feature to be used
 * @param featureFamilyCode the family of the feature; the gate ignores it for features
 * that exist
 * @param estimatedQuantityMinor the expected usage in minor units; it only produces hints
 * @param budgetId the budget to be charged, a UUID
 * @param labels the attribution labels
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({ "feature_code", "feature_family_code", "estimated_quantity_minor", "budget_id", "labels" })
public record AuthorizeRequest(@JsonProperty("feature_code") String featureCode,
		@JsonProperty("feature_family_code") @Nullable String featureFamilyCode,
		@JsonProperty("estimated_quantity_minor") @Nullable String estimatedQuantityMinor,
		@JsonProperty("budget_id") @Nullable String budgetId, @JsonProperty("labels") Map<String, String> labels) {

}

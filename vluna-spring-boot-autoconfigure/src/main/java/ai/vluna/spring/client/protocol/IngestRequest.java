package ai.vluna.spring.client.protocol;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The body of an ingest.
 *
 * @param featureCode the feature that was used
 * @param quantityMinor the usage in minor units, a decimal integer
 * @param meters the meter lines; empty to charge the primary meter
 * @param occurredAt when the work ended, ISO 8601 in UTC
 * @param budgetId the budget for attribution, a UUID
 * @param labels the attribution labels in a stable order
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({ "feature_code", "quantity_minor", "meters", "occurred_at", "budget_id", "labels" })
public record IngestRequest(@JsonProperty("feature_code") String featureCode,
		@JsonProperty("quantity_minor") String quantityMinor, @JsonProperty("meters") List<MeterLine> meters,
		@JsonProperty("occurred_at") @Nullable String occurredAt, @JsonProperty("budget_id") @Nullable String budgetId,
		@JsonProperty("labels") Map<String, String> labels) {

}

package ai.vluna.spring.client.protocol;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The body of a commit.
 *
 * @param leaseToken the token of the lease
 * @param featureCode the feature of the lease
 * @param quantityMinor the actual usage in minor units, a decimal integer greater than 0
 * @param meters the meter lines; empty to charge the primary meter
 * @param labels the attribution labels in a stable order
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({ "lease_token", "feature_code", "quantity_minor", "meters", "labels" })
public record CommitRequest(@JsonProperty("lease_token") String leaseToken,
		@JsonProperty("feature_code") String featureCode, @JsonProperty("quantity_minor") String quantityMinor,
		@JsonProperty("meters") List<MeterLine> meters, @JsonProperty("labels") Map<String, String> labels) {

	/**
	 * Create a request.
	 * @param leaseToken the token of the lease
	 * @param featureCode the feature of the lease
	 * @param quantityMinor the actual usage
	 * @param meters the meter lines; absent is empty, as when it is read again
	 * @param labels the attribution labels; absent is empty
	 */
	public CommitRequest {
		meters = (meters != null) ? meters : List.of();
		labels = (labels != null) ? labels : Map.of();
	}

	@Override
	public String toString() {
		return "CommitRequest[leaseToken=******, featureCode=" + this.featureCode + ", quantityMinor="
				+ this.quantityMinor + ", meters=" + this.meters + "]";
	}

}

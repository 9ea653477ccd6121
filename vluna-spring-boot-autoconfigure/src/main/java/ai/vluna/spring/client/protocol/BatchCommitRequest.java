package ai.vluna.spring.client.protocol;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The body of a batch of commits, all of one user.
 *
 * @param items the commits
 * @since 0.1.0
 */
public record BatchCommitRequest(@JsonProperty("items") List<Item> items) {

	/**
	 * Create a request.
	 * @param items the commits
	 */
	public BatchCommitRequest {
		items = List.copyOf(items);
	}

	/**
	 * One commit.
	 *
	 * @param idempotencyKey the key under which a repetition of this commit is
	 * recognised, alone or in another batch; needed in spite of the key of the batch
	 * @param leaseToken the token of the lease
	 * @param featureCode the feature of the lease
	 * @param quantityMinor the actual usage in minor units, a decimal integer greater
	 * than 0
	 * @param meters the meter lines; empty to charge the primary meter
	 * @param labels the attribution labels in a stable order
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	@JsonPropertyOrder({ "lease_token", "feature_code", "quantity_minor", "meters", "labels", "idempotency_key" })
	public record Item(@JsonProperty("idempotency_key") String idempotencyKey,
			@JsonProperty("lease_token") String leaseToken, @JsonProperty("feature_code") String featureCode,
			@JsonProperty("quantity_minor") String quantityMinor, @JsonProperty("meters") List<MeterLine> meters,
			@JsonProperty("labels") Map<String, String> labels) {

		@Override
		public String toString() {
			return "Item[leaseToken=******, featureCode=" + this.featureCode + ", quantityMinor=" + this.quantityMinor
					+ ", meters=" + this.meters + "]";
		}

	}

}

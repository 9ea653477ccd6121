package ai.vluna.spring.client.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One meter of a commit or an ingest.
 *
 * @param meterCode the meter; one that the feature does not allow quarantines the whole
 * commit
 * @param quantityMinor the quantity in minor units, a decimal integer greater than 0
 * @since 0.1.0
 */
@JsonPropertyOrder({ "meter_code", "quantity_minor" })
public record MeterLine(@JsonProperty("meter_code") String meterCode,
		@JsonProperty("quantity_minor") String quantityMinor) {

}

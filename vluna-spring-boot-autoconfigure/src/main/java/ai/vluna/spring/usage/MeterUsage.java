package ai.vluna.spring.usage;

import org.springframework.util.Assert;

/**
 * The usage of one meter.
 *
 * @param meterCode the meter's code as known to Vluna
 * @param quantityMinor the quantity in minor units
 * @since 0.1.0
 */
public record MeterUsage(String meterCode, long quantityMinor) {

	/**
	 * Create the usage of a meter.
	 * @param meterCode the meter's code
	 * @param quantityMinor the quantity in minor units
	 */
	public MeterUsage {
		Assert.hasText(meterCode, "'meterCode' must not be empty");
	}

}

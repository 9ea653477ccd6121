package ai.vluna.spring.test.gate.protocol;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Moments as the gate writes them: UTC with exactly three digits after the second.
 *
 * @since 0.1.0
 */
public final class WireTime {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter
		.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private WireTime() {
	}

	/**
	 * Writes a moment.
	 * @param instant the moment
	 * @return its text
	 */
	public static String format(Instant instant) {
		return FORMAT.format(instant);
	}

}

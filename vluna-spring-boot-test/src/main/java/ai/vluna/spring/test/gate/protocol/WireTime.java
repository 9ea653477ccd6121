package ai.vluna.spring.test.gate.protocol;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Moments as the gate writes them: UTC with exactly three digits after the second.
 *
 * @since 0.1.0
 */
public final class WireTime {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter
		.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter PARSER = new DateTimeFormatterBuilder()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.optionalStart()
		.appendLiteral('T')
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.optionalStart()
		.appendOffsetId()
		.toFormatter(Locale.ROOT);

	private WireTime() {
	}

	/**
	 * Reads a moment: a date, with or without time and offset. Without an offset it is
	 * UTC.
	 * @param text the text
	 * @return the moment, or {@code null} if the text is none
	 */
	public static @Nullable Instant parse(String text) {
		try {
			TemporalAccessor read = PARSER.parseBest(text.trim(), OffsetDateTime::from, LocalDateTime::from,
					LocalDate::from);
			if (read instanceof OffsetDateTime moment) {
				return moment.toInstant();
			}
			return (read instanceof LocalDateTime local) ? local.toInstant(ZoneOffset.UTC)
					: LocalDate.from(read).atStartOfDay(ZoneOffset.UTC).toInstant();
		}
		catch (DateTimeParseException ex) {
			return null;
		}
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

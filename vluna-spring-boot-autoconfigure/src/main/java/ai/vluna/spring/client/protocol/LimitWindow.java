package ai.vluna.spring.client.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A window of a quota or a rate, and what was used in it. Windows are aligned to the
 * epoch in UTC. A quota counts committed minor units, a rate counts authorizes.
 *
 * @param subjectScope who shares the window: {@code user} or {@code account}
 * @param windowStart when the window starts, ISO 8601
 * @param windowEnd when the window ends and the next one starts, ISO 8601
 * @param limitMinor the limit, a decimal integer; {@code -1} is none
 * @param usedMinor what was used; it never exceeds the limit, even when more was charged
 * @since 0.1.0
 */
public record LimitWindow(@JsonProperty("subject_scope") @Nullable String subjectScope,
		@JsonProperty("window_start") @Nullable String windowStart,
		@JsonProperty("window_end") @Nullable String windowEnd,
		@JsonProperty(value = "limit_minor", required = true) String limitMinor,
		@JsonProperty(value = "used_minor", required = true) String usedMinor) {

	private static final String NO_LIMIT = "-1";

	/**
	 * Return whether this window limits nothing.
	 * @return whether there is no limit
	 */
	public boolean isUnlimited() {
		return NO_LIMIT.equals(this.limitMinor);
	}

}

package ai.vluna.spring.client.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list. Some endpoints send them as an object with the cursor of the next
 * page, others as an array and the cursor beside the data.
 *
 * @param <T> the type of the items
 * @param items the items of this page, possibly none
 * @param nextCursor where the next page starts, {@code null} when there is none or the
 * cursor stands elsewhere
 * @since 0.1.0
 */
public record Page<T>(@JsonProperty("items") List<T> items, @JsonProperty("next_cursor") @Nullable String nextCursor) {

	/**
	 * Create a page.
	 * @param items the items, which even an empty page has
	 * @param nextCursor where the next page starts; empty is nowhere
	 */
	@JsonCreator
	public Page {
		items = List.copyOf(items);
		nextCursor = (nextCursor != null && !nextCursor.isEmpty()) ? nextCursor : null;
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static <T> Page<T> of(List<T> items) {
		return new Page<>(items, null);
	}

}

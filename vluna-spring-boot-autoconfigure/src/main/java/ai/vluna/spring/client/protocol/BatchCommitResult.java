package ai.vluna.spring.client.protocol;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The data of an answered batch. It tells less than the answers to single commits do, and
 * not always the truth.
 *
 * @param items what is said about each commit
 * @param committedCount the number of commits said to be accepted
 * @param failedCount the number of commits that were not accepted
 * @since 0.1.0
 */
public record BatchCommitResult(@JsonProperty(value = "items", required = true) List<Item> items,
		@JsonProperty("committed_count") int committedCount, @JsonProperty("failed_count") int failedCount) {

	/**
	 * Create a result.
	 * @param items what is said about each commit
	 * @param committedCount the number of commits said to be accepted
	 * @param failedCount the number of commits that were not accepted
	 */
	public BatchCommitResult {
		items = List.copyOf(items);
	}

	/**
	 * What is said about one commit.
	 *
	 * @param index the position in the request
	 * @param status {@code committed} even if nothing was charged or it was a duplicate,
	 * {@code invalid} for what the gate refused, {@code failed} for what went wrong
	 * @param commit the commit, if it is said to be accepted
	 * @param error why not, otherwise
	 */
	public record Item(@JsonProperty(value = "index", required = true) int index,
			@JsonProperty(value = "status", required = true) String status,
			@JsonProperty("commit") @Nullable CommitResult commit, @JsonProperty("error") @Nullable Error error) {

	}

	/**
	 * Why a commit was not accepted.
	 *
	 * @param type the code, such as {@code RESOURCE.NOT_FOUND}
	 * @param details the message
	 */
	public record Error(@JsonProperty("type") @Nullable String type,
			@JsonProperty("details") @Nullable String details) {

	}

}

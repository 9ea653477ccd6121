package ai.vluna.sample.billed;

import ai.vluna.sample.text.TokenUsage;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One sentence of a streamed summary.
 *
 * @param sentence the sentence
 * @param usage what the whole summary took, told with the last sentence only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SummaryEvent(String sentence, @Nullable TokenUsage usage) {

}

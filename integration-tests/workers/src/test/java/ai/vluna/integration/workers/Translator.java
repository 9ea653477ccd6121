package ai.vluna.integration.workers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Translates the items of a batch job. A character is a unit.
 */
public class Translator implements ItemProcessor<Text, String> {

	private final List<String> started = new ArrayList<>();

	private String broken = "";

	@Override
	@BilledOperation(feature = "text", quantity = "#result.length()", principal = "#item.tenant", user = "#item.user",
			key = "#item.id")
	public String process(Text item) {
		this.started.add(item.id());
		if (item.id().equals(this.broken)) {
			this.broken = "";
			throw new IllegalStateException("No translation of " + item.id());
		}
		return item.words().toUpperCase(Locale.ROOT);
	}

	/**
	 * Let an item fail, once.
	 * @param id the id of the item
	 */
	public void failOnceAt(String id) {
		this.broken = id;
	}

	/**
	 * Return what was begun.
	 * @return the ids of the items in order
	 */
	public List<String> started() {
		return List.copyOf(this.started);
	}

}

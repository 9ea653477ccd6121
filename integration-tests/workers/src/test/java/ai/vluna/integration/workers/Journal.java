package ai.vluna.integration.workers;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What was begun, and what is to fail.
 */
public class Journal {

	private final List<String> begun = new CopyOnWriteArrayList<>();

	private final Set<String> broken = ConcurrentHashMap.newKeySet();

	/**
	 * Begin with a piece of work.
	 * @param id its id
	 */
	public void begin(String id) {
		this.begun.add(id);
		if (this.broken.remove(id)) {
			throw new IllegalStateException("No translation of " + id);
		}
	}

	void failOnceAt(String id) {
		this.broken.add(id);
	}

	List<String> begun() {
		return this.begun;
	}

	void clear() {
		this.begun.clear();
		this.broken.clear();
	}

}

package ai.vluna.spring.delivery.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bounded memory, which forgets first what was used longest ago. Internal.
 *
 * @param <K> what is known by
 * @param <V> what is known
 * @since 0.1.0
 */
public final class Recent<K, V> extends LinkedHashMap<K, V> {

	private static final long serialVersionUID = 1L;

	private final int max;

	/**
	 * Create a memory.
	 * @param max how much is remembered
	 */
	public Recent(int max) {
		super(16, 0.75f, true);
		this.max = max;
	}

	@Override
	protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
		return size() > this.max;
	}

}

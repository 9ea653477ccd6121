package ai.vluna.spring.delivery.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells an operator which settlements this version cannot read: each once, however often
 * a store comes across it, and not more of them than somebody would look for. Safe for
 * use by any number of threads.
 *
 * @since 0.1.0
 */
public final class UnreadableSettlements {

	static final int MAX_NAMED = 100;

	private static final Log logger = LogFactory.getLog(UnreadableSettlements.class);

	private final Set<String> named = ConcurrentHashMap.newKeySet();

	/**
	 * Tell of a settlement, unless that was done.
	 * @param id the id of the settlement
	 * @param reason why it cannot be read
	 */
	public void tell(String id, UnreadableSettlementException reason) {
		if (this.named.size() < MAX_NAMED && this.named.add(id)) {
			logger.warn("Settlement '%s' stays stored and is not charged: %s".formatted(id, reason.getMessage()));
		}
	}

}

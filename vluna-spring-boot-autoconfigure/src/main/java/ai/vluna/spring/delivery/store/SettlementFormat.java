package ai.vluna.spring.delivery.store;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes of a stored settlement: JSON that this version writes, and that this and
 * later versions read.
 *
 * @since 0.1.0
 */
public final class SettlementFormat {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private SettlementFormat() {
	}

	/**
	 * Write a settlement.
	 * @param settlement the settlement
	 * @return its bytes
	 */
	public static byte[] write(PendingSettlement settlement) {
		return JSON.writeValueAsBytes(settlement);
	}

	/**
	 * Write a dead settlement.
	 * @param settlement the settlement
	 * @return its bytes
	 */
	public static byte[] write(DeadSettlement settlement) {
		return JSON.writeValueAsBytes(settlement);
	}

	/**
	 * Read a settlement.
	 * @param bytes its bytes, of this version or an earlier one
	 * @return the settlement
	 * @throws UnreadableSettlementException if this version cannot read it; it has to be
	 * kept all the same
	 */
	public static PendingSettlement readPending(byte[] bytes) {
		return known(read(bytes, PendingSettlement.class));
	}

	/**
	 * Read a dead settlement.
	 * @param bytes its bytes, of this version or an earlier one
	 * @return the settlement
	 * @throws UnreadableSettlementException if this version cannot read it; it has to be
	 * kept all the same
	 */
	public static DeadSettlement readDead(byte[] bytes) {
		DeadSettlement dead = read(bytes, DeadSettlement.class);
		known(dead.settlement());
		return dead;
	}

	private static <T> T read(byte[] bytes, Class<T> type) {
		T value;
		try {
			value = JSON.readValue(bytes, type);
		}
		catch (JacksonException ex) {
			throw new UnreadableSettlementException("A stored settlement cannot be read: " + ex.getOriginalMessage(),
					ex);
		}
		if (value == null) {
			throw new UnreadableSettlementException("A stored settlement is empty", null);
		}
		return value;
	}

	private static PendingSettlement known(PendingSettlement settlement) {
		if (settlement.version() < 1 || settlement.version() > PendingSettlement.CURRENT_VERSION) {
			throw new UnreadableSettlementException(
					"A stored settlement has version %d, this library reads up to %d: start a later version of it"
						.formatted(settlement.version(), PendingSettlement.CURRENT_VERSION),
					null);
		}
		return settlement;
	}

}

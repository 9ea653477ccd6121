package ai.vluna.spring.delivery.jdbc;

import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import com.github.kagkarlsson.scheduler.serializer.Serializer;

/**
 * Keeps db-scheduler's data in the form that all stores share.
 */
final class SettlementSerializer implements Serializer {

	@Override
	public byte[] serialize(Object data) {
		return SettlementFormat.write((PendingSettlement) data);
	}

	@Override
	public <T> T deserialize(Class<T> type, byte[] bytes) {
		return type.cast(SettlementFormat.readPending(bytes));
	}

}

package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;

import ai.vluna.spring.delivery.store.UnreadableSettlementException;

/**
 * A pending settlement as it lies in the file.
 *
 * @param attempts how often it was sent in vain
 * @param nextAttemptAt when it is sent next at the earliest, in milliseconds since 1970
 * @param bytes the settlement in its stored form
 */
record Filed(int attempts, long nextAttemptAt, byte[] bytes) {

	private static final byte VERSION = 1;

	private static final int HEAD = 1 + Integer.BYTES + Long.BYTES;

	static Filed read(byte[] value) {
		if (value.length < HEAD || value[0] != VERSION) {
			throw new UnreadableSettlementException(
					"A settlement was filed by another version of this library: start a later one", null);
		}
		ByteBuffer buffer = ByteBuffer.wrap(value).position(1);
		int attempts = buffer.getInt();
		long nextAttemptAt = buffer.getLong();
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return new Filed(attempts, nextAttemptAt, bytes);
	}

	byte[] write() {
		return ByteBuffer.allocate(HEAD + this.bytes.length)
			.put(VERSION)
			.putInt(this.attempts)
			.putLong(this.nextAttemptAt)
			.put(this.bytes)
			.array();
	}

}

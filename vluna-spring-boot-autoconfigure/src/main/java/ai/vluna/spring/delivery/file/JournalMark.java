package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What ties a journal to its file, as a commit of the file says it.
 *
 * @param file a number that no other file has
 * @param commits how many commits of the file took a journal in
 * @param inUse whether something may be in the journal since
 */
record JournalMark(long file, long commits, boolean inUse) {

	static JournalMark first() {
		return new JournalMark(ThreadLocalRandom.current().nextLong(), 0, false);
	}

	/**
	 * Write what a group of the journal says.
	 * @param group the head of the group
	 */
	void stamp(ByteBuffer group) {
		group.putLong(this.file).putLong(this.commits);
	}

	static JournalMark read(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		return new JournalMark(buffer.getLong(), buffer.getLong(), buffer.get() != 0);
	}

	byte[] write() {
		ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + 1);
		stamp(bytes);
		return bytes.put((byte) (this.inUse ? 1 : 0)).array();
	}

}

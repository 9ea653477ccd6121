package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * What a journal holds when it is opened: the groups that were written since the last
 * commit of its file. What cannot be is refused, as nothing is known of what is missing.
 */
final class JournalReading {

	private static final Log logger = LogFactory.getLog(JournalReading.class);

	private final FilePath path;

	private final JournalMark mark;

	private final ByteBuffer bytes = ByteBuffer.allocate(Journal.CAPACITY);

	private final List<Journal.Entry> entries = new ArrayList<>();

	private int number;

	private boolean ended;

	/**
	 * Prepare to read a journal.
	 * @param path the journal
	 * @param mark what the last commit of its file says of it
	 * @throws UnusableStoreFileException if it is in use and not there
	 */
	JournalReading(FilePath path, JournalMark mark) {
		this.path = path;
		this.mark = mark;
		if (mark.inUse() && !path.exists()) {
			throw unusable("is missing");
		}
	}

	/**
	 * Read it. To be called once.
	 * @param channel the open journal
	 * @return what it holds
	 * @throws IOException if it is in use and cannot be read
	 * @throws UnusableStoreFileException if it is not that of the file, or is damaged
	 */
	List<Journal.Entry> read(FileChannel channel) throws IOException {
		try {
			readBytes(channel);
		}
		catch (IOException ex) {
			if (this.mark.inUse()) {
				throw ex;
			}
			logger.debug("Nothing that is needed can be read from the journal", ex);
			return List.of();
		}
		int position = 0;
		while (position < Journal.CAPACITY) {
			ByteBuffer group = groupAt(position);
			if (group != null && counts(group)) {
				position += take(group);
			}
			else {
				this.ended = true;
				position += Journal.BLOCK;
			}
		}
		return this.entries;
	}

	private void readBytes(FileChannel channel) throws IOException {
		long size = channel.size();
		if (this.mark.inUse() && size == 0) {
			logger.warn("The journal '%s' is empty, and taken for lost".formatted(this.path));
		}
		else if (this.mark.inUse() && size != Journal.CAPACITY) {
			throw unusable("is not as long as it was");
		}
		while (this.bytes.hasRemaining() && channel.read(this.bytes, this.bytes.position()) > 0) {
			// There is more.
		}
		this.bytes.clear();
	}

	private @Nullable ByteBuffer groupAt(int position) {
		int length = this.bytes.getInt(position + Journal.HEAD - Integer.BYTES);
		if (length < 0 || length > Journal.CAPACITY - position - Journal.HEAD - Journal.SEAL) {
			return null;
		}
		ByteBuffer group = this.bytes.slice(position, Journal.HEAD + length);
		return (this.bytes.getInt(position + Journal.HEAD + length) == Journal.sealOf(group.duplicate())) ? group
				: null;
	}

	// Whether it was written since the last commit.
	private boolean counts(ByteBuffer group) {
		long file = group.getLong();
		long commits = group.getLong();
		int number = group.getInt();
		if (file != this.mark.file() || commits > this.mark.commits()) {
			throw unusable("may hold usage that was written to another file, or to a later copy of its file");
		}
		boolean counts = commits == this.mark.commits();
		if (counts && (this.ended || number != this.number)) {
			// Each group is whole on the disk before the next one is written.
			throw unusable("is damaged");
		}
		return counts;
	}

	private UnusableStoreFileException unusable(String what) {
		return new UnusableStoreFileException("The journal '%s' %s".formatted(this.path, what),
				"Put back the files that belong together. If they are lost, keep a copy of the journal and put an "
						+ "empty file in its place: what was written in the last moment before the end of the process "
						+ "stays uncharged",
				null);
	}

	private int take(ByteBuffer group) {
		int length = group.getInt();
		while (group.hasRemaining()) {
			this.entries.add(Journal.Entry.read(group));
		}
		this.number++;
		return Journal.toBlocks(Journal.HEAD + length + Journal.SEAL);
	}

}

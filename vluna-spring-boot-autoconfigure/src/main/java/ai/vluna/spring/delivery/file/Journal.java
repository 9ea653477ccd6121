package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.store.fs.FilePath;

/**
 * What was written to the file of settlements since its last commit, in a second file
 * beside it. A commit writes pages of all that changed, and the pages that lead there.
 * What callers wait for is only appended here, and written to the first file together
 * with what follows.
 * <p>
 * Each group names the file it belongs to, how many commits took a journal in before, and
 * its own number, and ends with a checksum of all that. So what is torn, and what an
 * earlier commit took in, is told from what counts. The commit says whether a journal is
 * in use, so that one that is missing is missed. To be used by one thread only, which
 * nobody interrupts.
 */
final class Journal {

	private static final Log logger = LogFactory.getLog(Journal.class);

	/**
	 * It has this length from the start, as a sync costs a system more once a file became
	 * longer, and no commit has to take in more.
	 */
	static final int CAPACITY = 1 << 20;

	/**
	 * Groups begin where blocks of a disk do: writing a part of a block may damage the
	 * rest of it.
	 */
	static final int BLOCK = 4096;

	static final int HEAD = 2 * Long.BYTES + 2 * Integer.BYTES;

	static final int SEAL = Integer.BYTES;

	private final FilePath path;

	private final FileChannel channel;

	private final ByteBuffer group = ByteBuffer.allocate(CAPACITY);

	private JournalMark mark;

	private List<Entry> found;

	/**
	 * Where the group that is being gathered begins.
	 */
	private int position;

	private int number;

	/**
	 * Whether groups may be appended, as the next commit says.
	 */
	private boolean usable;

	private boolean told;

	private Journal(FilePath path, FileChannel channel, JournalMark mark, List<Entry> found) {
		this.path = path;
		this.channel = channel;
		this.mark = mark;
		this.found = found;
		clear();
	}

	/**
	 * Open the journal of a file, or create it, and look what it holds.
	 * @param file the name of the file
	 * @param mark what the last commit of the file says of its journal
	 * @return the journal, which is not prepared yet
	 * @throws UnusableStoreFileException if it cannot be used, or is not that of the file
	 */
	static Journal open(String file, JournalMark mark) {
		FilePath path = FilePath.get(file + ".journal");
		JournalReading reading = new JournalReading(path, mark);
		try {
			FileChannel channel = path.open("rw");
			try {
				return new Journal(path, channel, mark, reading.read(channel));
			}
			catch (IOException | RuntimeException | Error ex) {
				letGo(channel);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UnusableStoreFileException("The journal '%s' cannot be opened: %s".formatted(path, ex),
					"Let this process read and write it, and create it beside its file", ex);
		}
	}

	/**
	 * Return what was written and not committed before it was opened.
	 * @return the entries, in their order
	 */
	List<Entry> found() {
		return this.found;
	}

	/**
	 * Return whether there is nothing in it that a commit has to take in.
	 * @return whether it holds nothing
	 */
	boolean isEmpty() {
		return this.number == 0 && this.found.isEmpty();
	}

	/**
	 * Return what the last commit says of the journal.
	 * @return the mark
	 */
	JournalMark mark() {
		return this.mark;
	}

	/**
	 * Return what a commit has to say of the journal, which it takes in.
	 * @return the mark
	 */
	JournalMark markOfCommit() {
		return new JournalMark(this.mark.file(), this.mark.commits() + (isEmpty() ? 0 : 1), this.usable);
	}

	/**
	 * Forget what is in it, as a commit took it in.
	 */
	void committed() {
		this.mark = markOfCommit();
		this.found = List.of();
		this.position = 0;
		this.number = 0;
		clear();
	}

	private void clear() {
		this.group.clear().position(HEAD);
	}

	/**
	 * Return whether something can be appended, when there is room left.
	 * @return whether it is prepared and did not fail
	 */
	boolean isUsable() {
		return this.usable;
	}

	/**
	 * Take the room that it needs. To be called while the last commit says that it is not
	 * in use.
	 */
	void prepare() {
		try {
			// What is damaged there is not used again.
			this.channel.truncate(0);
			for (long end = this.channel.size(); end < CAPACITY; end = this.channel.size()) {
				this.channel.write(ByteBuffer.allocate((int) Math.min(1 << 16, CAPACITY - end)), end);
			}
			this.channel.force(true);
			this.usable = true;
			this.told = false;
		}
		catch (IOException ex) {
			tellOnce(ex);
			giveBack();
		}
	}

	private void tellOnce(IOException failure) {
		if (!this.told) {
			this.told = true;
			logger.warn("The journal '%s' cannot be written, and writing takes longer without it: %s"
				.formatted(this.path, failure));
		}
	}

	private void giveBack() {
		try {
			this.channel.truncate(0);
			this.channel.force(true);
		}
		catch (IOException ex) {
			logger.debug("The journal cannot be cut", ex);
		}
	}

	/**
	 * Gather something that was written.
	 * @param entry what was written
	 */
	void add(Entry entry) {
		if (this.usable && !entry.writeTo(this.group)) {
			// A group that is full to the limit fits nowhere either.
			this.group.position(this.group.limit());
		}
	}

	/**
	 * Append what was gathered, so that it survives the process and a loss of power.
	 * @return whether it does; if not, a commit has to take it in
	 */
	boolean append() {
		int length = this.group.position() - HEAD;
		if (!this.usable || this.position + HEAD + length + SEAL > CAPACITY) {
			return false;
		}
		if (length > 0) {
			this.mark.stamp(this.group.position(0));
			this.group.putInt(this.number).putInt(length).position(HEAD + length);
			this.group.putInt(sealOf(this.group.duplicate().flip())).flip();
			// Also if that fails, as nobody knows then how much of it is there.
			this.number++;
			this.usable = write();
			clear();
		}
		return this.usable;
	}

	private boolean write() {
		try {
			int end = this.position;
			while (this.group.hasRemaining()) {
				end += this.channel.write(this.group, end);
			}
			this.channel.force(false);
			this.position += toBlocks(end - this.position);
			return true;
		}
		catch (IOException ex) {
			tellOnce(ex);
			return false;
		}
	}

	/**
	 * Return what a group takes.
	 * @param length its length in bytes
	 * @return the length of whole blocks
	 */
	static int toBlocks(int length) {
		return (length + BLOCK - 1) / BLOCK * BLOCK;
	}

	/**
	 * Return what a group ends with.
	 * @param group the group
	 * @return its checksum
	 */
	static int sealOf(ByteBuffer group) {
		CRC32C checksum = new CRC32C();
		checksum.update(group);
		return (int) checksum.getValue();
	}

	/**
	 * Stop using it, so that the next commit says that it need not be there.
	 */
	void end() {
		this.usable = false;
	}

	/**
	 * Close it, and delete it: a commit took in what it held.
	 */
	void delete() {
		close();
		try {
			this.path.delete();
		}
		catch (RuntimeException ex) {
			logger.debug("The journal cannot be deleted", ex);
		}
	}

	/**
	 * Close it as it is.
	 */
	void close() {
		letGo(this.channel);
	}

	private static void letGo(FileChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			logger.debug("The journal cannot be closed", ex);
		}
	}

	/**
	 * Something that was written.
	 *
	 * @param dead whether it is a dead settlement, for an operator
	 * @param byAge the name of the settlement
	 * @param value what the file holds under that name, or under the id
	 */
	record Entry(boolean dead, String byAge, byte[] value) {

		/**
		 * Read an entry of a group.
		 * @param bytes the group, from where the entry begins
		 * @return the entry
		 */
		static Entry read(ByteBuffer bytes) {
			boolean dead = bytes.get() != 0;
			String byAge = new String(take(bytes), StandardCharsets.UTF_8);
			return new Entry(dead, byAge, take(bytes));
		}

		private static byte[] take(ByteBuffer from) {
			byte[] bytes = new byte[from.getInt()];
			from.get(bytes);
			return bytes;
		}

		private boolean writeTo(ByteBuffer bytes) {
			byte[] name = this.byAge.getBytes(StandardCharsets.UTF_8);
			if (bytes.remaining() < 1 + Integer.BYTES + name.length + Integer.BYTES + this.value.length) {
				return false;
			}
			bytes.put((byte) (this.dead ? 1 : 0)).putInt(name.length).put(name).putInt(this.value.length);
			bytes.put(this.value);
			return true;
		}

	}

}

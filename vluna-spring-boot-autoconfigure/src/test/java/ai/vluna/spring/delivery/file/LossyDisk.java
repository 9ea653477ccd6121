package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A disk that is cut off from power at some operation. Of what was written since the last
 * sync, a random choice of sectors survives, as on real disks. Each of its files is
 * synced by itself, and is there as long as it is not empty.
 */
public final class LossyDisk {

	private static final int SECTOR = 512;

	/**
	 * Each while its test uses it.
	 */
	private static final Map<String, Reference<LossyDisk>> DISKS = new ConcurrentHashMap<>();
	static {
		FilePath.register(new LossyPath());
	}

	private final String name;

	private final boolean syncs;

	// In an order that does not change, so that a seed tells what survives.
	private final Map<String, Contents> files = new TreeMap<>();

	private long operationsLeft = Long.MAX_VALUE;

	private long operationsOfProcess = Long.MAX_VALUE;

	private boolean writable = true;

	private long room = Long.MAX_VALUE;

	private @Nullable Error failure;

	private int openFiles;

	LossyDisk(String name, boolean syncs) {
		this.name = name;
		this.syncs = syncs;
		DISKS.put(name, new WeakReference<>(this));
	}

	/**
	 * Return the name of the first file. The names of the others are this one, a dot and
	 * something else.
	 */
	String file() {
		return "lossy:" + System.getProperty("java.io.tmpdir") + "/" + this.name;
	}

	synchronized void cutPowerAfter(long operations) {
		this.operationsLeft = operations;
	}

	/**
	 * End the process. What it wrote is there for the next one, and not safe.
	 */
	synchronized void killAfter(long operations) {
		this.operationsOfProcess = operations;
	}

	synchronized boolean isKilled() {
		return this.operationsOfProcess <= 0;
	}

	/**
	 * Let the files grow by no more than some bytes together.
	 */
	synchronized void leaveRoomFor(long bytes) {
		this.room = (bytes < Long.MAX_VALUE) ? used() + bytes : bytes;
	}

	private long used() {
		return this.files.values().stream().mapToLong((file) -> file.seen.length).sum();
	}

	/**
	 * Have reading end with an error.
	 */
	synchronized void failWith(@Nullable Error failure) {
		this.failure = failure;
	}

	synchronized int openFiles() {
		return this.openFiles;
	}

	private synchronized void opened(int files) {
		this.openFiles += files;
	}

	void makeReadOnly() {
		this.writable = false;
	}

	synchronized boolean isOff() {
		return this.operationsLeft <= 0;
	}

	synchronized void restorePower(Random random) {
		this.files.values().forEach((file) -> file.loseUnsynced(random));
		this.operationsLeft = Long.MAX_VALUE;
	}

	private synchronized Contents contents(String file) {
		return this.files.computeIfAbsent(file, (name) -> new Contents());
	}

	private synchronized void apply(Change change, Contents file) throws IOException {
		if (!this.writable) {
			throw new NonWritableChannelException();
		}
		use();
		long usedByOthers = used() - file.seen.length;
		Change fitting = change.cutAt(Math.max(file.seen.length, this.room - usedByOthers));
		file.apply(fitting);
		if (fitting != change) {
			throw new IOException("No space left on device");
		}
	}

	private synchronized void sync(Contents file) throws IOException {
		use();
		if (this.syncs) {
			file.sync();
		}
	}

	private void use() throws IOException {
		if (this.operationsLeft-- <= 0) {
			this.operationsLeft = 0;
			throw new IOException("no power");
		}
		if (this.operationsOfProcess-- <= 0) {
			this.operationsOfProcess = 0;
			throw new IOException("no process");
		}
	}

	private synchronized int read(Contents file, ByteBuffer target, long position) throws IOException {
		if (isOff()) {
			throw new IOException("no power");
		}
		if (this.failure != null) {
			throw this.failure;
		}
		int length = (int) Math.min(target.remaining(), file.seen.length - position);
		if (length <= 0) {
			return -1;
		}
		target.put(file.seen, (int) position, length);
		return length;
	}

	private synchronized long size(Contents file) {
		return file.seen.length;
	}

	/**
	 * What is in a file.
	 */
	private static final class Contents {

		/**
		 * What a reader sees.
		 */
		private byte[] seen = {};

		/**
		 * What survives for certain.
		 */
		private byte[] safe = {};

		private final List<Change> unsynced = new ArrayList<>();

		void apply(Change change) {
			this.seen = change.appliedTo(this.seen, new Random(), 1);
			this.unsynced.add(change);
		}

		void sync() {
			keepUnsynced(new Random(), 1);
		}

		void loseUnsynced(Random random) {
			keepUnsynced(random, new double[] { 0, 0.5, 0.9, 1 }[random.nextInt(4)]);
			this.seen = this.safe.clone();
		}

		private void keepUnsynced(Random random, double survival) {
			for (Change change : this.unsynced) {
				this.safe = change.appliedTo(this.safe, random, survival);
			}
			this.unsynced.clear();
		}

	}

	/**
	 * Something that was written, or the end of the file that was moved.
	 *
	 * @param position where
	 * @param bytes what was written, nothing if the file was cut there
	 */
	private record Change(int position, byte[] bytes) {

		private static final Change NOTHING = cut(Integer.MAX_VALUE);

		static Change cut(int position) {
			return new Change(position, new byte[0]);
		}

		Change cutAt(long end) {
			if (this.position + this.bytes.length <= end) {
				return this;
			}
			int length = (int) Math.max(0, end - this.position);
			// The end of the file is not moved by what does not fit.
			return (length > 0) ? new Change(this.position, Arrays.copyOf(this.bytes, length)) : NOTHING;
		}

		byte[] appliedTo(byte[] file, Random random, double survival) {
			if (this.bytes.length == 0) {
				boolean cut = this.position < file.length && random.nextDouble() < survival;
				return cut ? Arrays.copyOf(file, this.position) : file;
			}
			int end = this.position + this.bytes.length;
			byte[] changed = (file.length < end) ? Arrays.copyOf(file, end) : file;
			for (int from = 0; from < this.bytes.length; from += SECTOR) {
				if (random.nextDouble() < survival) {
					int length = Math.min(SECTOR, this.bytes.length - from);
					System.arraycopy(this.bytes, from, changed, this.position + from, length);
				}
			}
			return changed;
		}

	}

	/**
	 * The way to a file of a disk. H2 makes more of them by reflection.
	 */
	public static final class LossyPath extends FilePathWrapper {

		@Override
		public String getScheme() {
			return "lossy";
		}

		private @Nullable LossyDisk disk() {
			String file = file();
			for (int end = file.length(); end > 0; end = file.lastIndexOf('.', end - 1)) {
				Reference<LossyDisk> disk = DISKS.get(file.substring(0, end));
				if (disk != null) {
					return disk.get();
				}
			}
			return null;
		}

		private String file() {
			return getName().substring(getName().lastIndexOf('/') + 1);
		}

		@Override
		public boolean exists() {
			// The directory is on no disk.
			return (disk() != null) ? size() > 0 : super.exists();
		}

		@Override
		public long size() {
			LossyDisk disk = disk();
			return disk.size(disk.contents(file()));
		}

		@Override
		public void delete() {
			LossyDisk disk = disk();
			try {
				// Which is not safe before the next file of this name is synced.
				disk.apply(Change.cut(0), disk.contents(file()));
			}
			catch (IOException ex) {
				throw DbException.get(ErrorCode.FILE_DELETE_FAILED_1, ex, this.name);
			}
		}

		@Override
		public boolean canWrite() {
			return disk().writable;
		}

		@Override
		public FileChannel open(String mode) {
			LossyDisk disk = disk();
			return new LossyFile(disk, disk.contents(file()));
		}

	}

	/**
	 * The open file.
	 */
	private static final class LossyFile extends FileBaseDefault {

		private final LossyDisk disk;

		private final Contents contents;

		LossyFile(LossyDisk disk, Contents contents) {
			this.disk = disk;
			this.contents = contents;
			disk.opened(1);
		}

		@Override
		protected void implCloseChannel() {
			this.disk.opened(-1);
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			return this.disk.read(this.contents, target, position);
		}

		@Override
		public int write(ByteBuffer source, long position) throws IOException {
			byte[] bytes = new byte[source.remaining()];
			source.get(bytes);
			this.disk.apply(new Change((int) position, bytes), this.contents);
			return bytes.length;
		}

		@Override
		protected void implTruncate(long size) throws IOException {
			if (size < size()) {
				this.disk.apply(Change.cut((int) size), this.contents);
			}
		}

		@Override
		public void force(boolean metaData) throws IOException {
			this.disk.sync(this.contents);
		}

		@Override
		public long size() {
			return this.disk.size(this.contents);
		}

		@Override
		public FileLock tryLock(long position, long size, boolean shared) {
			return new FileLock(this, position, size, shared) {

				@Override
				public boolean isValid() {
					return true;
				}

				@Override
				public void release() {
				}

			};
		}

	}

}

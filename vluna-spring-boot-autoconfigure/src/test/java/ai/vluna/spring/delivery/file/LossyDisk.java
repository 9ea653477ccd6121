package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A disk that is cut off from power at some operation. Of what was written since the last
 * sync, a random choice of sectors survives, as on real disks.
 */
public final class LossyDisk {

	private static final int SECTOR = 512;

	private static final Map<String, LossyDisk> DISKS = new ConcurrentHashMap<>();
	static {
		FilePath.register(new LossyPath());
	}

	private final String name;

	private final boolean syncs;

	/**
	 * What a reader sees.
	 */
	private byte[] seen = {};

	/**
	 * What survives for certain.
	 */
	private byte[] safe = {};

	private final List<Change> unsynced = new ArrayList<>();

	private long operationsLeft = Long.MAX_VALUE;

	private long operationsOfProcess = Long.MAX_VALUE;

	private boolean writable = true;

	private long room = Long.MAX_VALUE;

	private @Nullable Error failure;

	private int openFiles;

	LossyDisk(String name, boolean syncs) {
		this.name = name;
		this.syncs = syncs;
		DISKS.put(name, this);
	}

	/**
	 * Return the name of the only file.
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
	 * Let the file grow by no more than some bytes.
	 */
	synchronized void leaveRoomFor(long bytes) {
		this.room = (bytes < Long.MAX_VALUE) ? this.seen.length + bytes : bytes;
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
		double survival = new double[] { 0, 0.5, 0.9, 1 }[random.nextInt(4)];
		for (Change change : this.unsynced) {
			this.safe = change.appliedTo(this.safe, random, survival);
		}
		this.unsynced.clear();
		this.seen = this.safe.clone();
		this.operationsLeft = Long.MAX_VALUE;
	}

	private synchronized void apply(Change change) throws IOException {
		use();
		Change fitting = change.cutAt(this.room);
		this.seen = fitting.appliedTo(this.seen, new Random(), 1);
		this.unsynced.add(fitting);
		if (fitting != change) {
			throw new IOException("No space left on device");
		}
	}

	private synchronized void sync() throws IOException {
		use();
		if (this.syncs) {
			for (Change change : this.unsynced) {
				this.safe = change.appliedTo(this.safe, new Random(), 1);
			}
			this.unsynced.clear();
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

	private synchronized int read(ByteBuffer target, long position) throws IOException {
		if (isOff()) {
			throw new IOException("no power");
		}
		if (this.failure != null) {
			throw this.failure;
		}
		int length = (int) Math.min(target.remaining(), this.seen.length - position);
		if (length <= 0) {
			return -1;
		}
		target.put(this.seen, (int) position, length);
		return length;
	}

	private synchronized long size() {
		return this.seen.length;
	}

	/**
	 * Something that was written, or the end of the file that was moved.
	 *
	 * @param position where
	 * @param bytes what was written, nothing if the file was cut there
	 */
	private record Change(int position, byte[] bytes) {

		private static final Change NOTHING = new Change(Integer.MAX_VALUE, new byte[0]);

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
	 * The way to the file of a disk. H2 makes more of them by reflection.
	 */
	public static final class LossyPath extends FilePathWrapper {

		@Override
		public String getScheme() {
			return "lossy";
		}

		private LossyDisk disk() {
			return DISKS.get(getName().substring(getName().lastIndexOf('/') + 1));
		}

		@Override
		public boolean exists() {
			LossyDisk disk = disk();
			return (disk != null) ? disk.size() > 0 : super.exists();
		}

		@Override
		public boolean canWrite() {
			return disk().writable;
		}

		@Override
		public FileChannel open(String mode) {
			return new LossyFile(disk());
		}

	}

	/**
	 * The open file.
	 */
	private static final class LossyFile extends FileBaseDefault {

		private final LossyDisk disk;

		LossyFile(LossyDisk disk) {
			this.disk = disk;
			disk.opened(1);
		}

		@Override
		protected void implCloseChannel() {
			this.disk.opened(-1);
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			return this.disk.read(target, position);
		}

		@Override
		public int write(ByteBuffer source, long position) throws IOException {
			if (!this.disk.writable) {
				throw new NonWritableChannelException();
			}
			byte[] bytes = new byte[source.remaining()];
			source.get(bytes);
			this.disk.apply(new Change((int) position, bytes));
			return bytes.length;
		}

		@Override
		protected void implTruncate(long size) throws IOException {
			if (size < size()) {
				this.disk.apply(new Change((int) size, new byte[0]));
			}
		}

		@Override
		public void force(boolean metaData) throws IOException {
			this.disk.sync();
		}

		@Override
		public long size() {
			return this.disk.size();
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

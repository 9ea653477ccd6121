package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * The open file. Nothing of it is written but by {@link #commit}, and whatever is
 * committed is on the disk. To be used by one thread only, which nobody interrupts: an
 * interrupt would close the file.
 */
final class StoreFile {

	private static final Log logger = LogFactory.getLog(StoreFile.class);

	/**
	 * In the first format chunks have no seals, which is why it was left: its readers
	 * would take what is torn for a whole. Readers of the second one would never send
	 * what has no place yet.
	 */
	private static final int FORMAT = 3;

	private static final int PAGE_SIZE = 4096;

	private static final int CACHE_MEGABYTES = 8;

	/**
	 * A file of less than this is not worth the effort.
	 */
	private static final long SMALL = 1 << 20;

	private static final int WELL_FILLED = 60;

	private static final int MAX_REWRITTEN = 4 << 20;

	private final MVStore store;

	private final MVMap<String, byte[]> settings;

	private final SettlementMaps settlements;

	private final KeyMaps keys;

	private StoreFile(MVStore store) {
		this.store = store;
		this.settings = map("settings");
		this.settlements = new SettlementMaps(this);
		this.keys = new KeyMaps(this);
	}

	/**
	 * Open a file, or create it.
	 * @param path the file
	 * @return the open file
	 */
	static StoreFile open(Path path) {
		Path file = path.toAbsolutePath();
		Path directory = Objects.requireNonNullElse(file.getParent(), file);
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UnusableStoreFileException("The directory of '%s' cannot be created: %s".formatted(path, ex),
					"Set 'vluna.delivery.file.path' to a file in a directory that this process may write to", ex);
		}
		boolean created = !Files.exists(file);
		StoreFile opened = open(file.toString());
		if (created) {
			syncDirectory(directory);
		}
		return opened;
	}

	/**
	 * Open a file of a file system that H2 knows.
	 * @param name the name of the file
	 * @return the open file
	 */
	static StoreFile open(String name) {
		MVStore store = openStore(name);
		try {
			checkFormat(store, name);
			StoreFile file = new StoreFile(store);
			file.commit();
			return file;
		}
		catch (MVStoreException ex) {
			store.closeImmediately();
			throw unusable(name, ex);
		}
		catch (RuntimeException | Error ex) {
			store.closeImmediately();
			throw ex;
		}
	}

	private static MVStore openStore(String name) {
		SealedFileStore file = new SealedFileStore(
				new HashMap<>(Map.of("cacheSize", CACHE_MEGABYTES, "pageSplitSize", PAGE_SIZE)));
		MVStore store;
		try {
			file.open(name, false, null);
			// What is committed, and when, must be nobody's decision but ours.
			store = new MVStore.Builder().adoptFileStore(file).autoCommitDisabled().autoCommitBufferSize(0).open();
			file.secure();
		}
		catch (MVStoreException ex) {
			letGo(file);
			throw unusable(name, ex);
		}
		catch (RuntimeException | Error ex) {
			letGo(file);
			throw ex;
		}
		// Each commit is synced before the next one, which therefore may take the place
		// of what the one before left behind.
		store.setRetentionTime(0);
		store.setVersionsToKeep(0);
		return store;
	}

	private static void letGo(SealedFileStore file) {
		try {
			file.close();
		}
		catch (RuntimeException ex) {
			logger.debug("It was not open", ex);
		}
	}

	private static void checkFormat(MVStore store, String name) {
		if (store.isReadOnly()) {
			throw new UnusableStoreFileException("The file '%s' is read-only".formatted(name),
					"Let this process write to it, or set 'vluna.delivery.file.path' to a file that it may write to",
					null);
		}
		if (store.getStoreVersion() > FORMAT) {
			throw new UnusableStoreFileException(
					"The file '%s' was written by a later version of this library".formatted(name),
					"Start that version again, or set 'vluna.delivery.file.path' to a new file: "
							+ "what is in this one stays there, uncharged, until the later version opens it",
					null);
		}
		store.setStoreVersion(FORMAT);
	}

	private static UnusableStoreFileException unusable(String name, MVStoreException ex) {
		return switch (ex.getErrorCode()) {
			case DataUtils.ERROR_FILE_LOCKED ->
				new UnusableStoreFileException("The file '%s' is in use by another process".formatted(name),
						"Stop that one first, or set 'vluna.delivery.file.path' to a file for each", ex);
			case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_CHUNK_NOT_FOUND, DataUtils.ERROR_UNSUPPORTED_FORMAT ->
				new UnusableStoreFileException(
						"The file '%s' is damaged, or is no file of this library: %s".formatted(name, ex.getMessage()),
						"Keep it, as it may hold usage that is not charged; restore it from a copy, or set "
								+ "'vluna.delivery.file.path' to a new file",
						ex);
			default ->
				new UnusableStoreFileException("The file '%s' cannot be opened: %s".formatted(name, ex.getMessage()),
						"Set 'vluna.delivery.file.path' to a file that this process may read and write", ex);
		};
	}

	private static void syncDirectory(Path directory) {
		// A loss of power may take a new file away altogether. Not every system can help.
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			logger.debug("The directory cannot be synced", ex);
		}
	}

	SettlementMaps settlements() {
		return this.settlements;
	}

	KeyMaps keys() {
		return this.keys;
	}

	MVMap<String, byte[]> map(String name) {
		return this.store.openMap(name,
				new MVMap.Builder<String, byte[]>().keyType(NameType.NAMES).valueType(ByteArrayDataType.INSTANCE));
	}

	boolean isOpen() {
		return !this.store.isClosed();
	}

	boolean isChanged() {
		return this.store.hasUnsavedChanges();
	}

	/**
	 * Write all changes, so that they survive the process and a loss of power.
	 */
	void commit() {
		if (isChanged()) {
			this.store.commit();
			this.store.sync();
		}
	}

	long size() {
		return this.store.getFileStore().size();
	}

	/**
	 * Give back some of the space that settlements left behind.
	 * @return whether there is more to do
	 */
	boolean tidy() {
		if (!isUntidy()) {
			return false;
		}
		commit();
		// Chunks are not moved as they are, which H2 can do as well: with chunks that are
		// reused at once it comes across assertions of its own.
		boolean rewritten = this.store.compact(WELL_FILLED, MAX_REWRITTEN);
		// What is left behind is free after one commit, and cut off with the next.
		for (int i = 0; i < 2; i++) {
			this.settings.put("tidied", new byte[0]);
			commit();
		}
		return rewritten && isUntidy();
	}

	boolean isUntidy() {
		FileStore<?> file = this.store.getFileStore();
		return file.size() > SMALL && (file.getFillRate() < WELL_FILLED || file.getChunksFillRate() < WELL_FILLED);
	}

	/**
	 * Write all changes and let go of the file.
	 */
	void close() {
		this.settlements.placeFresh();
		commit();
		// Without the mark of a clean end, which has H2 look less closely at the next
		// start.
		this.store.closeImmediately();
	}

	/**
	 * Let go of the file as it is.
	 */
	void abandon() {
		this.store.closeImmediately();
	}

}

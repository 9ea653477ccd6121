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
 * The open file, and its journal. Nothing of the file is written but by {@link #commit},
 * before which {@link #append} may keep settlements in the journal. Whatever is committed
 * or appended is on the disk. To be used by one thread only, which nobody interrupts: an
 * interrupt would close the file.
 */
final class StoreFile {

	private static final Log logger = LogFactory.getLog(StoreFile.class);

	/**
	 * In the first format chunks have no seals, which is why it was left: its readers
	 * would take what is torn for a whole. Readers of the second one would never send
	 * what has no place yet, and those of the third one know no journal.
	 */
	private static final int FORMAT = 4;

	private static final String SETTINGS = "settings";

	private static final String JOURNAL = "journal";

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

	private final Journal journal;

	private final Runnable syncDirectory;

	private final SettlementMaps settlements;

	private final KeyMaps keys;

	private StoreFile(MVStore store, Journal journal, Runnable syncDirectory) {
		this.store = store;
		this.syncDirectory = syncDirectory;
		this.settings = map(SETTINGS);
		this.journal = journal;
		this.settlements = new SettlementMaps(this);
		this.keys = new KeyMaps(this);
		prepareJournal();
	}

	/**
	 * Open a file, or create it.
	 * @param path the file
	 * @return the open file
	 */
	static StoreFile open(Path path) {
		Path file = created(path.toAbsolutePath());
		return open(file.toString(), () -> syncDirectory(Objects.requireNonNullElse(file.getParent(), file)));
	}

	// By whatever link it is opened, its journal is the same.
	private static Path created(Path path) {
		try {
			Files.createDirectories(Objects.requireNonNullElse(path.getParent(), path));
		}
		catch (IOException ex) {
			throw new UnusableStoreFileException("The directory of '%s' cannot be created: %s".formatted(path, ex),
					"Set 'vluna.delivery.file.path' to a file in a directory that this process may write to", ex);
		}
		try {
			if (!Files.exists(path)) {
				Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
			}
			return path.toRealPath();
		}
		catch (IOException ex) {
			throw new UnusableStoreFileException("The file '%s' cannot be opened: %s".formatted(path, ex),
					"Set 'vluna.delivery.file.path' to a file that this process may read and write", ex);
		}
	}

	/**
	 * Open a file of a file system that H2 knows.
	 * @param name the name of the file
	 * @return the open file
	 */
	static StoreFile open(String name) {
		return open(name, () -> {
		});
	}

	private static StoreFile open(String name, Runnable syncDirectory) {
		MVStore store = openStore(name);
		try {
			checkFormat(store, name);
			Journal journal = Journal.open(name, markOf(store));
			try {
				return new StoreFile(store, journal, syncDirectory);
			}
			catch (RuntimeException | Error ex) {
				journal.close();
				throw ex;
			}
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

	private static JournalMark markOf(MVStore store) {
		return JournalMark.read(map(store, SETTINGS).computeIfAbsent(JOURNAL, (key) -> JournalMark.first().write()));
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
		// A loss of power may take new files away altogether. Not every system can help.
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

	Journal journal() {
		return this.journal;
	}

	KeyMaps keys() {
		return this.keys;
	}

	MVMap<String, byte[]> map(String name) {
		return map(this.store, name);
	}

	private static MVMap<String, byte[]> map(MVStore store, String name) {
		return store.openMap(name,
				new MVMap.Builder<String, byte[]>().keyType(NameType.NAMES).valueType(ByteArrayDataType.INSTANCE));
	}

	boolean isOpen() {
		return !this.store.isClosed();
	}

	boolean isChanged() {
		return this.store.hasUnsavedChanges() || !this.journal.isEmpty();
	}

	/**
	 * Have a journal, unless there is one, or no room for it.
	 */
	void prepareJournal() {
		if (!this.journal.isUsable()) {
			commit();
			this.journal.prepare();
			this.syncDirectory.run();
			commit();
		}
	}

	/**
	 * Write all changes, so that they survive the process and a loss of power.
	 * @return whether there were any
	 */
	boolean commit() {
		JournalMark mark = this.journal.markOfCommit();
		if (!mark.equals(this.journal.mark())) {
			this.settings.put(JOURNAL, mark.write());
		}
		boolean changed = this.store.hasUnsavedChanges();
		if (changed) {
			this.store.commit();
			this.store.sync();
		}
		this.journal.committed();
		return changed;
	}

	/**
	 * Have the settlements that were written survive the process and a loss of power,
	 * without what else was changed.
	 * @return whether they do; if not, all has to be committed
	 */
	boolean append() {
		return this.journal.append();
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
		try {
			this.settlements.placeFresh();
			this.journal.end();
			commit();
		}
		catch (RuntimeException | Error ex) {
			abandon();
			throw ex;
		}
		this.journal.delete();
		// Without the mark of a clean end, which has H2 look less closely at the next
		// start.
		this.store.closeImmediately();
	}

	/**
	 * Let go of the file as it is.
	 */
	void abandon() {
		this.journal.close();
		this.store.closeImmediately();
	}

}

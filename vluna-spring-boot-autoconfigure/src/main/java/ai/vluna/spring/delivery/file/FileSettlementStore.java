package ai.vluna.spring.delivery.file;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.QueuedSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps settlements in a file and, while it is open, in a journal beside it, for one
 * process at a time. What was written survives the end of the process and a loss of
 * power, as far as the disk keeps what it was told to keep. The memory it takes does not
 * grow with the backlog.
 *
 * @since 0.1.0
 */
public final class FileSettlementStore implements SettlementStore, AutoCloseable {

	private static final Log logger = LogFactory.getLog(FileSettlementStore.class);

	private final FileStoreSettings settings;

	private final Clock clock;

	private final Scheduler timer;

	private final StoreLoop loop;

	private final AtomicReference<@Nullable Courier> courier = new AtomicReference<>();

	/**
	 * Open a file, or create it.
	 * @param settings the file, and how to send what it holds
	 * @param clock tells when settlements are due
	 * @param timer times the waits, and is where sending begins; nothing on it blocks
	 * @throws UnusableStoreFileException if the file cannot be used
	 */
	public FileSettlementStore(FileStoreSettings settings, Clock clock, Scheduler timer) {
		this(() -> StoreFile.open(settings.path()), settings, clock, timer);
	}

	FileSettlementStore(Supplier<StoreFile> opener, FileStoreSettings settings, Clock clock, Scheduler timer) {
		this.settings = settings;
		this.clock = clock;
		this.timer = timer;
		this.loop = new StoreLoop(opener, timer);
	}

	/**
	 * Return a memory of callers' keys in the same file. To be called once, before any
	 * operation starts: keys that are running are given up, since their process is gone.
	 * @param retention how long keys are remembered after the end of their operation
	 * @param maxKeys the largest number of done keys that are remembered, and of failed
	 * ones
	 * @return the memory
	 */
	public KeyMemory keyMemory(Duration retention, int maxKeys) {
		return new FileKeyMemory(this.loop, this.clock, retention, maxKeys, this.timer);
	}

	@Override
	public void write(Collection<PendingSettlement> pending, Collection<DeadSettlement> dead) {
		Map<PendingSettlement, byte[]> pendingBytes = new LinkedHashMap<>();
		pending.forEach((settlement) -> pendingBytes.put(settlement, SettlementFormat.write(settlement)));
		Map<DeadSettlement, byte[]> deadBytes = new LinkedHashMap<>();
		dead.forEach((settlement) -> deadBytes.put(settlement, SettlementFormat.write(settlement)));
		StoreLoop.get(this.loop.written((file) -> {
			file.settlements().write(pendingBytes, deadBytes, this.clock.instant());
			return true;
		}));
	}

	@Override
	public void start(SettlementSender sender) {
		Courier started = new Courier(sender, this.settings, this.loop, this.clock, this.timer);
		if (this.courier.compareAndSet(null, started)) {
			this.loop.afterwards(started::deliver);
		}
	}

	@Override
	public void stop() {
		Courier stopped = this.courier.getAndSet(null);
		if (stopped != null && !isDone(stopped.stop())) {
			logger.warn("Settlements are still being sent; if they are not answered now, they are sent again "
					+ "after the next start");
		}
		isDone(this.loop.durably((file) -> true));
	}

	private boolean isDone(CompletableFuture<?> future) {
		try {
			future.get(this.settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

	@Override
	public Backlog backlog() {
		return StoreLoop.get(this.loop.lazily((file) -> file.settlements().backlog()));
	}

	@Override
	public List<QueuedSettlement> pending(int offset, int limit) {
		return StoreLoop.get(this.loop.lazily((file) -> file.settlements().pending(offset, limit)));
	}

	@Override
	public List<DeadSettlement> dead(int offset, int limit) {
		return StoreLoop.get(this.loop.lazily((file) -> file.settlements().dead(offset, limit)));
	}

	@Override
	public @Nullable DeadSettlement findDead(String id) {
		CompletableFuture<@Nullable DeadSettlement> found = this.loop
			.<@Nullable DeadSettlement>lazily((file) -> file.settlements().findDead(id));
		return StoreLoop.<@Nullable DeadSettlement>get(found);
	}

	@Override
	public boolean revive(PendingSettlement settlement) {
		return StoreLoop.get(this.loop.durably((file) -> file.settlements().revive(settlement, this.clock.instant())));
	}

	@Override
	public boolean drop(String id) {
		return StoreLoop.get(this.loop.durably((file) -> file.settlements().drop(id)));
	}

	/**
	 * Return how many settlements this version of the library cannot read. They are
	 * pending, and stay in the file.
	 * @return the number of those that it came across
	 */
	public long unreadable() {
		return StoreLoop.get(this.loop.lazily((file) -> file.settlements().unreadable()));
	}

	/**
	 * Return the size of the file, without what it has in reserve and without its
	 * journal.
	 * @return the number of bytes
	 */
	public long size() {
		return StoreLoop.get(this.loop.lazily(StoreFile::size));
	}

	/**
	 * Stop, and close the file.
	 */
	@Override
	public void close() {
		stop();
		this.loop.close(this.settings.stopTimeout());
	}

}

package ai.vluna.integration.crash;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.WaiverBounds;
import ai.vluna.spring.health.HealthThresholds;
import ai.vluna.spring.health.VlunaHealthIndicator;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.ledger.LedgerState;
import ai.vluna.spring.usage.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The gate is away for hours while callers come, with usage in a file and in an H2
 * database.
 */
@ParameterizedClass
@EnumSource
class LongOutageTests {

	private static final Instant START = Instant.parse("2026-07-01T12:00:00Z");

	private static final int UNDER_WAY = 500;

	private static final int CALLS = 500;

	private static final int BOUND = 200;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final SettableClock clock = new SettableClock(START);

	private final AtomicInteger worked = new AtomicInteger();

	private final Queue<WeakReference<Object>> leases = new ConcurrentLinkedQueue<>();

	private final ExecutorService callers = Executors.newFixedThreadPool(16);

	private final EmbeddedGate gate = EmbeddedGate.builder().catalogue(Customers.catalogue()).clock(this.clock).start();

	@Parameter
	Kept kept;

	@TempDir
	Path directory;

	private Application application;

	@BeforeEach
	void open() {
		this.application = new Application(GateAccess.to(this.gate),
				Store.open(this.kept.in(this.directory), this.clock, Schedulers.parallel()), Flaw.NONE,
				new WaiverBounds(BOUND, BOUND, Duration.ofHours(4), Duration.ofHours(4)), this.clock,
				Schedulers.parallel(), new BillingListener() {

					@Override
					public void admitted(Lease lease, long nanos) {
						LongOutageTests.this.leases.add(new WeakReference<>(lease));
					}

				});
	}

	@AfterEach
	void close() {
		this.callers.shutdownNow();
		this.application.close();
		this.gate.close();
	}

	@Test
	void refusesWorkWhereThePolicyDenies() throws Exception {
		this.gate.stop();
		assertThat(call("denied", false)).isZero();
		assertThat(this.worked).hasValue(0);
		assertThat(this.application.backlog().pending()).isZero();
	}

	@Test
	void letsWorkInWithinItsBoundsWhereThePolicyAllowsAndBooksItLater() throws Exception {
		this.gate.stop();
		assertThat(call("waived", true)).isEqualTo(BOUND).isEqualTo(this.worked.get());
		assertThat(this.application.backlog().pending()).isEqualTo(BOUND);
		this.clock.advance(Duration.ofHours(3));
		this.gate.start();
		awaitDrained();
		assertThat(charged(LedgerState.INGESTED)).hasSize(BOUND).doesNotHaveDuplicates();
		assertThat(call("again", true)).isEqualTo(CALLS);
	}

	@Test
	void keepsTheUsageOfWorkUnderWayAndTellsHowOldItIs() throws Exception {
		List<CompletableFuture<Usage>> works = new ArrayList<>();
		List<WeakReference<Object>> memory = new ArrayList<>();
		List<CompletableFuture<Usage>> results = begin(works, memory);
		this.gate.stop();
		for (CompletableFuture<Usage> work : works) {
			end(work, memory);
		}
		for (CompletableFuture<Usage> result : results) {
			assertThat(result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
		}
		BacklogMonitor monitor = new BacklogMonitor(this.application.settlements(), PATIENCE, Schedulers.parallel());
		this.clock.advance(Duration.ofHours(3));
		monitor.look();
		assertThat(healthOf(monitor).getStatus()).isEqualTo(VlunaHealthIndicator.WARNING);
		assertThat(healthOf(monitor).getDetails()).containsEntry("pending", (long) UNDER_WAY)
			.containsEntry("oldestAge", "PT3H")
			.containsEntry("atRisk", 0);
		works.clear();
		results.clear();
		assertThat(this.leases).hasSize(UNDER_WAY);
		memory.addAll(this.leases);
		// What is stored is not in memory, however much it is.
		await().atMost(PATIENCE).untilAsserted(() -> {
			System.gc();
			assertThat(memory).allMatch((each) -> each.get() == null);
		});
		assertThat(this.application.backlog().pending()).isEqualTo(UNDER_WAY);
		this.gate.start();
		awaitDrained();
		monitor.look();
		assertThat(healthOf(monitor).getStatus()).isEqualTo(Status.UP);
		assertThat(charged(LedgerState.COMMITTED)).hasSize(UNDER_WAY).doesNotHaveDuplicates();
	}

	private List<CompletableFuture<Usage>> begin(List<CompletableFuture<Usage>> works,
			List<WeakReference<Object>> memory) {
		List<CompletableFuture<Usage>> results = new ArrayList<>();
		for (int i = 0; i < UNDER_WAY; i++) {
			CompletableFuture<Usage> work = new CompletableFuture<>();
			Operation operation = planned("under-way-" + i, false).operation();
			results.add(this.application.template().executeAsync(operation, () -> work).thenApply((usage) -> {
				assertThat(usage).isNotNull();
				return usage;
			}));
			works.add(work);
			memory.add(new WeakReference<>(operation));
			memory.add(new WeakReference<>(work));
		}
		return results;
	}

	private static void end(CompletableFuture<Usage> work, List<WeakReference<Object>> memory) {
		Usage usage = Usage.of(2);
		memory.add(new WeakReference<>(usage));
		work.complete(usage);
	}

	private Health healthOf(BacklogMonitor monitor) {
		DeliveryOverview overview = new DeliveryOverview(this.application.settlement(), monitor, () -> null, () -> true,
				this.clock);
		return new VlunaHealthIndicator(overview, null, new HealthThresholds(0, Duration.ofMinutes(15))).health();
	}

	private int call(String name, boolean waivable) throws Exception {
		List<Callable<Boolean>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			Plan plan = planned(name + "-" + i, waivable);
			calls.add(() -> hasResult(plan));
		}
		int results = 0;
		for (Future<Boolean> call : this.callers.invokeAll(calls)) {
			results += call.get() ? 1 : 0;
		}
		return results;
	}

	private boolean hasResult(Plan plan) {
		try {
			this.application.template().execute(plan.operation(), () -> {
				this.worked.incrementAndGet();
				return plan.usage();
			});
			return true;
		}
		catch (BillingUnavailableException ex) {
			return false;
		}
	}

	private static Plan planned(String name, boolean waivable) {
		Plan any = Plan.of(new Seed(1), name);
		return new Plan(name, Shape.VALUE, any.subject(), any.quantity(), false, waivable);
	}

	private void awaitDrained() {
		await().atMost(PATIENCE).until(() -> {
			// As long as the longest wait, and shorter than an instance may be silent.
			this.clock.advance(Store.BACKOFF.max());
			return this.application.backlog().pending() == 0;
		});
	}

	private List<String> charged(LedgerState state) {
		return this.gate.ledger()
			.stream()
			.filter((entry) -> entry.state() == state)
			.map(LongOutageTests::operationOf)
			.toList();
	}

	private static String operationOf(LedgerEntry entry) {
		return entry.labels().getOrDefault(Plan.LABEL, "");
	}

	/**
	 * Where usage is kept.
	 */
	enum Kept {

		FILE {

			@Override
			String in(Path directory) {
				return directory.resolve("store.mv").toString();
			}

		},

		H2 {

			@Override
			String in(Path directory) {
				return H2CrashTests.urlOf(directory, 1);
			}

		};

		abstract String in(Path directory);

	}

}

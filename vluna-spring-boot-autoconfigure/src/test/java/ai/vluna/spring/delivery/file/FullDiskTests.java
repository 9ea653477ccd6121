package ai.vluna.spring.delivery.file;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.client.protocol.CommitRequest;
import ai.vluna.spring.delivery.BacklogMonitor;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.DirectSettings;
import ai.vluna.spring.delivery.Intake;
import ai.vluna.spring.delivery.OnFull;
import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.WriterSettings;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.FakeSender;
import ai.vluna.spring.delivery.store.Settlements;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.BillingListeners;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Gating;
import ai.vluna.spring.health.HealthThresholds;
import ai.vluna.spring.health.VlunaHealthIndicator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What callers and operators see when the disk of the file store is full, and what
 * becomes of the usage.
 */
class FullDiskTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final int MAX_AT_RISK = 2;

	private final Gating gating = new Gating();

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final Clock clock = Clock.systemUTC();

	private final LossyDisk disk = new LossyDisk("full", true);

	private final FileSettlementStore store = new FileSettlementStore(() -> StoreFile.open(this.disk.file()),
			new FileStoreSettings(Path.of("full"), 4, new Backoff(SECOND, SECOND), SECOND), this.clock, this.timer);

	private final BacklogMonitor monitor = new BacklogMonitor(this.store, SECOND, Schedulers.immediate());

	private final List<Long> done = new ArrayList<>();

	private StoredSettlement settlement = settlement(OnFull.DENY);

	@AfterEach
	void close() {
		this.settlement.close();
		this.store.close();
	}

	@Test
	void nothingIsLostAndWorkIsLetInAgainOnceThereIsRoom() {
		BillingTemplate template = template();
		work(template);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		this.gating.gate.commit().thenNotAnswer(1000);
		fillUp(template);
		assertThatExceptionOfType(BillingUnavailableException.class).isThrownBy(() -> work(template))
			.withMessageContaining("mend the store")
			.withMessageContaining("'vluna.delivery.on-full=allow'");
		this.monitor.look();
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).containsEntry("atRisk", MAX_AT_RISK)
			.containsEntry("storeReadable", false)
			.containsEntry("storeWritable", false)
			.containsKey("hindrance");
		this.disk.leaveRoomFor(Long.MAX_VALUE);
		Awaitility.await().until(() -> {
			this.timer.advanceTimeBy(SECOND);
			this.monitor.look();
			return health().getStatus().equals(Status.UP);
		});
		// The last of them may have been stored since the last look.
		this.monitor.look();
		assertThat(health().getDetails()).containsEntry("atRisk", 0).containsEntry("pending", (long) this.done.size());
		work(template);
		assertThat(quantitiesThatAreSent()).containsExactlyInAnyOrderElementsOf(this.done);
	}

	@Test
	void byPolicyWorkIsLetInWhatsoever() {
		this.settlement.close();
		this.settlement = settlement(OnFull.ALLOW);
		BillingTemplate template = template();
		fillUp(template);
		work(template);
		// The gate confirmed each that could not be stored.
		assertThat(health().getDetails()).containsEntry("atRisk", 0).containsEntry("storeWritable", false);
		this.gating.gate.commit()
			.sent()
			.forEach((sent) -> this.done.remove(Long.valueOf(sent.request(CommitRequest.class).quantityMinor())));
		this.disk.leaveRoomFor(Long.MAX_VALUE);
		assertThat(quantitiesThatAreSent()).containsExactlyInAnyOrderElementsOf(this.done);
	}

	/**
	 * Work until the disk is full and there is no more room in memory either, or until
	 * usage is confirmed at once instead.
	 */
	private void fillUp(BillingTemplate template) {
		this.disk.leaveRoomFor(100_000);
		while (this.settlement.hindrance() == null && this.gating.gate.commit().sent().size() < MAX_AT_RISK) {
			work(template);
		}
	}

	private void work(BillingTemplate template) {
		long quantity = this.done.size() + 1;
		assertThat(template.execute(Gating.operation(), () -> quantity)).isEqualTo(quantity);
		this.done.add(quantity);
	}

	private List<Long> quantitiesThatAreSent() {
		FakeSender sender = new FakeSender();
		this.store.start(sender);
		Awaitility.await().ignoreExceptions().until(() -> {
			this.timer.advanceTimeBy(SECOND);
			return this.store.backlog().pending() == 0;
		});
		return sender.sent().stream().map((sent) -> quantityOf(sent.body())).toList();
	}

	private static long quantityOf(String body) {
		return Long.parseLong(JsonMapper.builder().build().readValue(body, CommitRequest.class).quantityMinor());
	}

	private Health health() {
		DeliveryOverview overview = new DeliveryOverview(this.settlement, this.monitor, () -> null, () -> true,
				this.clock);
		return new VlunaHealthIndicator(overview, null, new HealthThresholds(0, Duration.ofDays(1))).health();
	}

	private BillingTemplate template() {
		return this.gating.settlement(this.settlement)
			.listener(new BillingListeners(List.of(this.gating.listener, this.monitor)))
			.template();
	}

	private StoredSettlement settlement(OnFull onFull) {
		return new StoredSettlement(this.gating.gate, Settlements.TARGET, this.store,
				new WriterSettings(1, 16, 32, Duration.ofSeconds(2), Duration.ofSeconds(2)),
				new DirectSettings(Duration.ofSeconds(2), MAX_AT_RISK, Duration.ofHours(1), SECOND, SECOND),
				this.gating.listener, this.clock, this.timer, Intake.bounded(this.monitor, Long.MAX_VALUE, onFull));
	}

}

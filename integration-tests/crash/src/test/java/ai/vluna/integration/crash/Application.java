package ai.vluna.integration.crash;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.http.ConnectionSettings;
import ai.vluna.spring.client.http.RetrySettings;
import ai.vluna.spring.client.http.VlunaClientBuilder;
import ai.vluna.spring.client.http.VlunaClientSettings;
import ai.vluna.spring.client.http.VlunaConnections;
import ai.vluna.spring.delivery.DirectSettings;
import ai.vluna.spring.delivery.GateSender;
import ai.vluna.spring.delivery.SenderSettings;
import ai.vluna.spring.delivery.StoredSettlement;
import ai.vluna.spring.delivery.WriterSettings;
import ai.vluna.spring.delivery.store.Backlog;
import ai.vluna.spring.delivery.store.Backoff;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.BillingTemplateBuilder;
import ai.vluna.spring.gate.GateSettings;
import ai.vluna.spring.gate.WaiverBounds;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What a billed application consists of, put together by hand: a Spring context would
 * take longer to start than most of them live.
 */
final class Application implements AutoCloseable {

	private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);

	/**
	 * Longer than any store takes on the slowest machine: what is not stored in time is
	 * at risk.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final VlunaConnections connections = new VlunaConnections(ConnectionSettings.defaults());

	private final Store store;

	private final SettlementStore settlements;

	private final StoredSettlement settlement;

	private final BillingTemplate template;

	/**
	 * Start an application.
	 * @param gate its gate
	 * @param store keeps what is not charged yet
	 * @param flaw what it does wrong
	 * @param bounds how much it lets in unasked
	 * @param clock tells when work ended
	 * @param timer times the waits
	 */
	Application(GateAccess gate, Store store, Flaw flaw, WaiverBounds bounds, Clock clock, Scheduler timer) {
		this(gate, store, flaw, bounds, clock, timer, new BillingListener() {
		});
	}

	/**
	 * Start an application.
	 * @param gate its gate
	 * @param store keeps what is not charged yet
	 * @param flaw what it does wrong
	 * @param bounds how much it lets in unasked
	 * @param clock tells when work ended
	 * @param timer times the waits
	 * @param listener told of the operations
	 */
	Application(GateAccess gate, Store store, Flaw flaw, WaiverBounds bounds, Clock clock, Scheduler timer,
			BillingListener listener) {
		this.store = store;
		this.settlements = flaw.of(store.settlements());
		VlunaClient client = clientOf(gate);
		DeliveryTarget target = new DeliveryTarget(gate.baseUrl(), gate.realmId());
		this.settlement = new StoredSettlement(client.gate(), target, this.settlements,
				new WriterSettings(1, 256, 10_000, PATIENCE, PATIENCE), new DirectSettings(PATIENCE, Integer.MAX_VALUE,
						PATIENCE, Duration.ofMillis(20), Duration.ofMillis(200)),
				new BillingListener() {
				}, clock, timer);
		GateSender sender = new GateSender(client, target, new SenderSettings(5,
				new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)), Duration.ofMillis(200), CALL_TIMEOUT),
				List.of(this.settlement), clock, timer);
		GateSettings settings = new GateSettings(gate.realmId(), null, OperationPolicy.DEFAULT, CALL_TIMEOUT, bounds);
		this.template = new BillingTemplateBuilder(client, settings, flaw.of(this.settlement))
			.usageExtractor((value) -> (value instanceof Usage usage) ? usage : null)
			.clock(clock)
			.listener(listener)
			.build();
		this.settlements.start(flaw.of(sender));
	}

	private VlunaClient clientOf(GateAccess gate) {
		// One attempt: what a gate does not answer is to be seen by policy and delivery.
		VlunaClientSettings settings = new VlunaClientSettings(gate.uri(), gate.realmId(), RESPONSE_TIMEOUT,
				CALL_TIMEOUT, new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1)));
		return new VlunaClientBuilder(
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(this.connections.httpClient())),
				settings, gate::key)
			.build();
	}

	BillingTemplate template() {
		return this.template;
	}

	SettlementStore settlements() {
		return this.settlements;
	}

	StoredSettlement settlement() {
		return this.settlement;
	}

	Backlog backlog() {
		return this.settlements.backlog();
	}

	int atRisk() {
		return this.settlement.atRisk();
	}

	@Override
	public void close() {
		this.settlement.close();
		this.settlements.stop();
		this.store.close();
		this.connections.close();
	}

}

package ai.vluna.integration.faults;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import ai.vluna.spring.client.http.ConnectionSettings;
import ai.vluna.spring.client.http.VlunaClientBuilder;
import ai.vluna.spring.client.http.VlunaClientSettings;
import ai.vluna.spring.client.http.VlunaConnections;
import ai.vluna.spring.client.signing.ServiceKey;
import ai.vluna.spring.delivery.DirectSettlement;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.BillingTemplateBuilder;
import ai.vluna.spring.gate.GateSettings;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.gate.WaiverBounds;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * One instance of an application: a client, a settlement and a template of its own.
 */
final class Instance implements BillingListener, AutoCloseable {

	private final VlunaConnections connections = new VlunaConnections(ConnectionSettings.defaults());

	private final Habits habits;

	private final CountedClient client;

	private final DirectSettlement settlement;

	private final BillingTemplate template;

	private final Set<Lease> unsettled = ConcurrentHashMap.newKeySet();

	private final Map<Integer, Queue<SettlementResult>> results = new ConcurrentHashMap<>();

	/**
	 * Start an instance.
	 * @param gate the gate that it talks to
	 * @param pace its patience
	 * @param maxAttempts how often its client sends a request before it gives up
	 * @param clock what tells when work ended
	 * @param habits what it does wrong
	 */
	Instance(EmbeddedGate gate, Pace pace, int maxAttempts, Clock clock, Habits habits) {
		this.habits = habits;
		ServiceKey key = ServiceKey.of(gate.serviceKeyId(), gate.serviceKeySecret());
		VlunaClientSettings settings = new VlunaClientSettings(gate.baseUrl(), gate.realmId(), pace.responseTimeout(),
				pace.callTimeout(), pace.retry(maxAttempts));
		this.client = new CountedClient(new VlunaClientBuilder(
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(this.connections.httpClient())),
				settings, () -> key)
			.build());
		this.settlement = new DirectSettlement(habits.charging().apply(this.client), pace.direct(), this, clock,
				Schedulers.parallel());
		GateSettings gateSettings = new GateSettings(gate.realmId(), null, OperationPolicy.DEFAULT, pace.callTimeout(),
				new WaiverBounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(1)));
		this.template = new BillingTemplateBuilder(this.client, gateSettings,
				habits.settlement().apply(this.settlement))
			.usageExtractor(Tokens::usageOf)
			.listener(this)
			.build();
	}

	Mono<Tokens> call(Plan plan, Plan.Try attempt, Flux<Tokens> work) {
		return attempt.shape().call(this.template, this.habits.operations().apply(plan.operation(attempt)), work);
	}

	/**
	 * Tell whether nothing is on its way any more.
	 * @return whether no call is under way, every lease has come to its end and delivery
	 * remembers none
	 */
	boolean isQuiet() {
		return this.client.underWay() == 0 && this.unsettled.isEmpty() && this.settlement.pending() == 0;
	}

	/**
	 * Return what became of the leases of an operation, in the order in which it was
	 * told.
	 * @param operation the number of the operation
	 * @return the results
	 */
	List<SettlementResult> results(int operation) {
		return List.copyOf(this.results.getOrDefault(operation, new ConcurrentLinkedQueue<>()));
	}

	boolean hasUnsettled(int operation) {
		return this.unsettled.stream().anyMatch((lease) -> numberOf(lease) == operation);
	}

	@Override
	public void admitted(Lease lease, long nanos) {
		this.unsettled.add(lease);
	}

	@Override
	public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
		this.results.computeIfAbsent(numberOf(lease), (number) -> new ConcurrentLinkedQueue<>()).add(result);
		if (result != SettlementResult.UNCONFIRMED) {
			this.unsettled.remove(lease);
		}
	}

	private static int numberOf(Lease lease) {
		return Integer.parseInt(lease.operation().labels().getOrDefault(Journal.LABEL, "-1"));
	}

	@Override
	public void close() {
		this.settlement.close();
		this.connections.close();
	}

}

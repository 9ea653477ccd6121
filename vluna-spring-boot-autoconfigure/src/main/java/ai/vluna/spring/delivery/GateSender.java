package ai.vluna.spring.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.Hint;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.VlunaRequest;
import ai.vluna.spring.client.protocol.CommitResult;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeadSettlement.Cause;
import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement.Kind;
import ai.vluna.spring.delivery.store.SettlementSender;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.hint.BillingHints;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Sends stored settlements to the gate, byte for byte, and judges the answers.
 *
 * @since 0.1.0
 */
public final class GateSender implements SettlementSender {

	private static final Log logger = LogFactory.getLog(GateSender.class);

	private static final String HELD = "it was stored for the realm '%s' at %s: if that is the same customer's money, "
			+ "send it here by an explicit retry";

	private static final ParameterizedTypeReference<CommitResult> ANSWER = ParameterizedTypeReference
		.forType(CommitResult.class);

	private final VlunaClient client;

	private final DeliveryTarget target;

	private final Bookings bookings;

	private final GateValve valve;

	/**
	 * How long a settlement waits that says that something has to be mended. It may be
	 * the only one to say so: longer than the others wait, another one finds out.
	 */
	private final Duration detour;

	private final DeliveryListener listener;

	private final Clock clock;

	/**
	 * Create a sender.
	 * @param client the client to send with
	 * @param target the gate and the realm that the client sends to
	 * @param settings how to send
	 * @param listeners told of the results
	 * @param clock tells when a settlement died
	 * @param timer measures the waits
	 */
	public GateSender(VlunaClient client, DeliveryTarget target, SenderSettings settings,
			List<DeliveryListener> listeners, Clock clock, Scheduler timer) {
		this.client = client;
		this.target = target;
		this.bookings = new Bookings(client.gate());
		this.valve = new GateValve(timer, settings);
		this.detour = settings.pause().multipliedBy(2);
		this.listener = new DeliveryListeners(listeners);
		this.clock = clock;
	}

	@Override
	public Mono<Delivery> send(PendingSettlement settlement) {
		return Mono.defer(() -> {
			if (!this.target.isOf(settlement)) {
				return Mono
					.just(dead(settlement, Cause.HELD, HELD.formatted(settlement.realmId(), settlement.baseUrl())));
			}
			return this.valve.pass() ? passed(settlement) : Mono.just(new Delivery.NotNow(rest()));
		});
	}

	@Override
	public Duration rest() {
		return this.valve.rest();
	}

	/**
	 * Return why no settlement is sent.
	 * @return what has to be mended, or {@code null} if settlements are sent
	 */
	public @Nullable String obstacle() {
		return this.valve.obstacle();
	}

	/**
	 * Return whether the gate answers what is sent, as far as is known.
	 * @return whether it does; some failures are not enough to say that it does not
	 */
	public boolean isAnswered() {
		return this.valve.isAnswered();
	}

	private Mono<Delivery> passed(PendingSettlement settlement) {
		VlunaCall<CommitResult> call;
		try {
			call = this.client.call(contextOf(settlement), requestFor(settlement), ANSWER);
		}
		catch (RuntimeException ex) {
			return Mono.just(dead(settlement, Cause.UNSENDABLE, String.valueOf(ex.getMessage())));
		}
		return call.send()
			.doOnNext((response) -> tell(settlement, response.hints()))
			.doOnError(VlunaRejectedException.class, (ex) -> tell(settlement, ex.getHints()))
			.transform(Verdict::on)
			.map((verdict) -> judged(settlement, verdict));
	}

	private void tell(PendingSettlement settlement, List<Hint> hints) {
		if (!hints.isEmpty()) {
			this.listener.hinted(settlement, BillingHints.of(hints));
		}
	}

	private static CallContext contextOf(PendingSettlement settlement) {
		return new CallContext(settlement.principalId(), settlement.userId(), settlement.billingAccountId(),
				settlement.idempotencyKey(), settlement.requestId());
	}

	private static VlunaRequest requestFor(PendingSettlement settlement) {
		byte[] body = settlement.body().getBytes(StandardCharsets.UTF_8);
		return switch (settlement.kind()) {
			case COMMIT -> VlunaRequest.post("/gate/commits").body(body);
			case INGEST -> VlunaRequest.post("/gate/ingest").body(body);
			case NONE -> throw new IllegalArgumentException("The usage is nothing that can be sent");
		};
	}

	private Delivery judged(PendingSettlement settlement, Verdict verdict) {
		tellValve(verdict);
		if (verdict.asked()) {
			this.listener.answered(settlement, verdict.outcome());
		}
		return switch (verdict.fate()) {
			case CHARGED -> delivered(settlement,
					(settlement.kind() == Kind.COMMIT) ? SettlementResult.COMMITTED : SettlementResult.INGESTED);
			case DUPLICATE -> delivered(settlement, SettlementResult.DUPLICATE);
			case BOOK -> (settlement.kind() == Kind.COMMIT) ? booked(settlement, verdict)
					: dead(settlement, verdict.cause(), verdict.detail());
			case DEAD -> dead(settlement, verdict.cause(), verdict.detail());
			case UNKNOWN -> new Delivery.Again(
					(verdict.outcome() == CommitOutcome.BLOCKED) ? this.detour : verdict.gateWait(), verdict.detail());
		};
	}

	private void tellValve(Verdict verdict) {
		String before = obstacle();
		this.valve.answered(verdict.outcome(), verdict.detail());
		String obstacle = obstacle();
		if (before == null && obstacle != null) {
			logger.error("Nothing can be charged until this is mended, usage stays stored: " + obstacle);
		}
		else if (before != null && obstacle == null) {
			logger.info("Usage is being charged again");
		}
	}

	private Delivery delivered(PendingSettlement settlement, SettlementResult result) {
		this.listener.delivered(settlement, result);
		return new Delivery.Delivered();
	}

	private Delivery booked(PendingSettlement settlement, Verdict verdict) {
		try {
			return new Delivery.Instead(this.bookings.of(settlement));
		}
		catch (RuntimeException ex) {
			return dead(settlement, Cause.QUARANTINED,
					"%s, and cannot be booked: %s".formatted(verdict.detail(), ex.getMessage()));
		}
	}

	private Delivery dead(PendingSettlement settlement, Cause cause, String detail) {
		DeadSettlement dead = new DeadSettlement(settlement, cause, detail, this.clock.instant().toString());
		this.listener.died(dead);
		return new Delivery.Dead(dead);
	}

}

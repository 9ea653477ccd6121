package ai.vluna.spring.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjectResolver;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.delivery.DirectSettings;
import ai.vluna.spring.delivery.DirectSettlement;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.KeyMemory;
import ai.vluna.spring.gate.idempotency.StructuralFingerprint;
import ai.vluna.spring.gate.refusal.RefusalMemory;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A template over a {@link FakeGate} with direct settlement, and all that surrounds it. A
 * result that is a {@link Number} is its own usage.
 */
public final class Gating {

	public static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final Duration FOREVER = Duration.ofDays(365);

	public final FakeGate gate = new FakeGate();

	public final RecordingListener listener = new RecordingListener();

	private BillingListener told = this.listener;

	private OperationPolicy policy = OperationPolicy.DEFAULT;

	private FeatureRules featureRules = FeatureRules.NONE;

	private UsageExtractor<Object> extractor = Gating::numbersTellTheirUsage;

	private Duration maxRateLimitWait = Duration.ofSeconds(60);

	private WaiverBounds waiverBounds = new WaiverBounds(100, 100, FOREVER, FOREVER);

	private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

	private List<BillingSubjectResolver> resolvers = List.of();

	private boolean forwardsCancellation;

	private String realmId = "realm-default";

	private Scheduler scheduler = Schedulers.boundedElastic();

	private CallerKeys callerKeys = keys(
			new InMemoryKeyMemory(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofHours(1), 100));

	private RefusalMemory refusals = RefusalMemory.none();

	private @Nullable Scheduler timer;

	private @Nullable Settlement settlement;

	public Gating policy(OperationPolicy policy) {
		this.policy = policy;
		return this;
	}

	Gating featureRules(FeatureRules featureRules) {
		this.featureRules = featureRules;
		return this;
	}

	public Gating extractor(UsageExtractor<Object> extractor) {
		this.extractor = extractor;
		return this;
	}

	Gating listener(BillingListener told) {
		this.told = told;
		return this;
	}

	Gating maxRateLimitWait(Duration maxRateLimitWait) {
		this.maxRateLimitWait = maxRateLimitWait;
		return this;
	}

	public Gating maxWaived(int total, int perSubject) {
		return waiverBounds(new WaiverBounds(total, perSubject, FOREVER, FOREVER));
	}

	Gating waiverBounds(WaiverBounds waiverBounds) {
		this.waiverBounds = waiverBounds;
		return this;
	}

	Gating clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	Gating forwardsCancellation() {
		this.forwardsCancellation = true;
		return this;
	}

	/**
	 * Let Alice pay for whatever names no subject.
	 * @return this
	 */
	public Gating paidByAlice() {
		this.resolvers = List.of(ALICE::toIdentity);
		return this;
	}

	Gating realmId(String realmId) {
		this.realmId = realmId;
		return this;
	}

	Gating scheduler(Scheduler scheduler) {
		this.scheduler = scheduler;
		return this;
	}

	Gating timer(Scheduler timer) {
		this.timer = timer;
		return this;
	}

	public Gating settlement(Settlement settlement) {
		this.settlement = settlement;
		return this;
	}

	Gating callerKeys(CallerKeys callerKeys) {
		this.callerKeys = callerKeys;
		return this;
	}

	Gating refusals(RefusalMemory refusals) {
		this.refusals = refusals;
		return this;
	}

	public BillingTemplate template() {
		Settlement direct = (this.settlement != null) ? this.settlement
				: new DirectSettlement(this.gate,
						new DirectSettings(TIMEOUT, 100, Duration.ofHours(1), Duration.ofMillis(10),
								Duration.ofMillis(100)),
						this.told, Clock.fixed(NOW, ZoneOffset.UTC),
						(this.timer != null) ? this.timer : Schedulers.parallel());
		GateSettings settings = new GateSettings(this.realmId, null, this.policy, this.maxRateLimitWait,
				this.waiverBounds, this.forwardsCancellation);
		return new BillingTemplateBuilder(this.gate, settings, direct).featureRules(this.featureRules)
			.subjects(new SubjectResolution(this.resolvers))
			.usageExtractor(this.extractor)
			.listener(this.told)
			.scheduler(this.scheduler)
			.callerKeys(this.callerKeys)
			.clock(this.clock)
			.refusals(this.refusals)
			.build();
	}

	static CallerKeys keys(KeyMemory memory) {
		return new CallerKeys(memory, new StructuralFingerprint(), (context) -> null);
	}

	public static OperationBuilder describe() {
		return Operation.builder("llm.chat").identity(identity(ALICE));
	}

	public static Operation operation() {
		return describe().build();
	}

	static Operation operation(OperationPolicy policy) {
		return describe().policy(policy).build();
	}

	static BillingIdentity identity(BillingSubject subject) {
		return subject.toIdentity();
	}

	private static @Nullable Usage numbersTellTheirUsage(Object value) {
		return (value instanceof Number number) ? Usage.of(number) : null;
	}

}

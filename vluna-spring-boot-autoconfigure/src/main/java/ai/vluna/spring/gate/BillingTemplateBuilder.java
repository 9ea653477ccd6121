package ai.vluna.spring.gate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.context.SubjectResolution;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.InMemoryKeyMemory;
import ai.vluna.spring.gate.idempotency.RandomKeys;
import ai.vluna.spring.gate.idempotency.StructuralFingerprint;
import ai.vluna.spring.gate.refusal.RefusalMemory;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.usage.UsageExtractor;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Builds a {@link BillingTemplate} over a gate, with or without a Spring context.
 *
 * @since 0.1.0
 */
public final class BillingTemplateBuilder {

	private static final int MAX_REMEMBERED_KEYS = 100_000;

	final VlunaClient client;

	final GateSettings settings;

	private final Settlement settlement;

	FeatureRules featureRules = FeatureRules.NONE;

	private SubjectResolution subjects = new SubjectResolution(List.of());

	UsageExtractor<Object> usageExtractor = (value) -> null;

	BillingListener listener = new BillingListeners(List.of());

	RefusalMemory refusals = RefusalMemory.none();

	private Scheduler scheduler = Schedulers.boundedElastic();

	Supplier<String> baseKeys = new RandomKeys();

	Clock clock = Clock.systemUTC();

	CallerKeys callerKeys = new CallerKeys(
			new InMemoryKeyMemory(Clock.systemUTC(), Duration.ofDays(1), MAX_REMEMBERED_KEYS),
			new StructuralFingerprint(), (context) -> null);

	/**
	 * Start a template.
	 * @param client the client to ask for admission with
	 * @param settings what holds for every operation
	 * @param settlement what carries the end of operations to the gate
	 */
	public BillingTemplateBuilder(VlunaClient client, GateSettings settings, Settlement settlement) {
		this.client = client;
		this.settings = settings;
		this.settlement = settlement;
	}

	/**
	 * Set what goes before what operations say about themselves. By default nothing does.
	 * @param featureRules the rules for features
	 * @return this builder
	 */
	public BillingTemplateBuilder featureRules(FeatureRules featureRules) {
		this.featureRules = featureRules;
		return this;
	}

	/**
	 * Set how to find out who pays. By default only explicit subjects are known.
	 * @param subjects the resolution
	 * @return this builder
	 */
	public BillingTemplateBuilder subjects(SubjectResolution subjects) {
		this.subjects = subjects;
		return this;
	}

	/**
	 * Set what to ask for the usage of operations that bring no extractor of their own.
	 * @param usageExtractor the extractor
	 * @return this builder
	 */
	public BillingTemplateBuilder usageExtractor(UsageExtractor<Object> usageExtractor) {
		this.usageExtractor = usageExtractor;
		return this;
	}

	/**
	 * Set who is told of what happens.
	 * @param listener the listener
	 * @return this builder
	 */
	public BillingTemplateBuilder listener(BillingListener listener) {
		this.listener = BillingListeners.of(listener);
		return this;
	}

	/**
	 * Set where work and results go on when they must leave an event loop.
	 * @param scheduler a scheduler whose threads may block
	 * @return this builder
	 */
	public BillingTemplateBuilder scheduler(Scheduler scheduler) {
		this.scheduler = scheduler;
		return this;
	}

	/**
	 * Set what makes the base keys of operations without a stable one.
	 * @param baseKeys never supplies the same key twice, here or anywhere
	 * @return this builder
	 */
	public BillingTemplateBuilder baseKeys(Supplier<String> baseKeys) {
		this.baseKeys = baseKeys;
		return this;
	}

	/**
	 * Set what makes keys of callers safe. By default they are remembered in memory, for
	 * a day, and only those are known that an operation brings itself.
	 * @param callerKeys the keys of callers
	 * @return this builder
	 */
	public BillingTemplateBuilder callerKeys(CallerKeys callerKeys) {
		this.callerKeys = callerKeys;
		return this;
	}

	/**
	 * Set the clock that tells how long the gate has been away, the system's by default.
	 * @param clock the clock
	 * @return this builder
	 */
	public BillingTemplateBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Set what remembers whom the gate denied what. By default nothing does, and the gate
	 * is always asked.
	 * @param refusals the memory
	 * @return this builder
	 */
	public BillingTemplateBuilder refusals(RefusalMemory refusals) {
		this.refusals = refusals;
		return this;
	}

	/**
	 * Build the template.
	 * @return the template
	 */
	public BillingTemplate build() {
		Gatekeeper gatekeeper = new Gatekeeper(this);
		Settler settler = new Settler(new GuardedSettlement(this.settlement, this.listener), this.listener);
		return new GatedTemplate(this.subjects, gatekeeper, settler, this.scheduler,
				this.settings.forwardsCancellation());
	}

}

package ai.vluna.spring.gate;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.DenialReason;
import ai.vluna.spring.denial.Refusals;
import ai.vluna.spring.gate.Lease.Admitted;
import ai.vluna.spring.gate.Lease.Answer;
import ai.vluna.spring.gate.OperationAttempts.Left;
import ai.vluna.spring.gate.idempotency.CallerKeys;
import ai.vluna.spring.gate.idempotency.KeyDigest;
import ai.vluna.spring.gate.refusal.RefusalMemory;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.hint.HintPhase;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.SettingsResolution;
import ai.vluna.spring.usage.UsageAccumulator;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.util.context.ContextView;

/**
 * Decides with the gate whether work may start.
 */
final class Gatekeeper {

	private static final Runnable NOTHING_OWED = () -> {
	};

	private final GateQuestions questions;

	private final Settlement settlement;

	private final SettingsResolution resolution;

	private final Supplier<String> baseKeys;

	private final List<UsageExtractor<Object>> extractors;

	private final BillingListener listener;

	private final CallerKeys callerKeys;

	private final KeyDigest digest;

	private final RefusalMemory refusals;

	private final WaiverBudget waivers;

	Gatekeeper(BillingTemplateBuilder builder, Settlement settlement) {
		this.questions = new GateQuestions(builder.client, builder.settings.maxRateLimitWait());
		this.settlement = settlement;
		this.resolution = new SettingsResolution(builder.featureRules, builder.settings.toFeatureSettings());
		this.baseKeys = builder.baseKeys;
		this.extractors = List.of(builder.usageExtractor);
		this.refusals = builder.refusals;
		this.listener = builder.listener;
		this.callerKeys = builder.callerKeys;
		this.digest = new KeyDigest(builder.settings.realmId());
		this.waivers = new WaiverBudget(builder.settings.waiverBounds(), builder.clock);
	}

	/**
	 * Take the key that came in with the current request, unless the operation brings one
	 * of its own.
	 * @param operation the operation
	 * @param context the context of the reactive chain, empty outside of one
	 * @return the operation under its key
	 */
	Operation underInboundKey(Operation operation, ContextView context) {
		if (operation.leaf() || operation.key() != null || operation.callerKey() != null) {
			return operation;
		}
		String inbound = this.callerKeys.inbound().find(context);
		return (inbound != null) ? operation.mutate().callerKey(inbound).build() : operation;
	}

	/**
	 * Ask for admission. The question, once asked, is never taken back: a lease that is
	 * granted after the asker left is handed to {@code unclaimed}.
	 * @param operation the operation
	 * @param subject who pays
	 * @param unclaimed takes leases that nobody waits for any more; may be called for a
	 * lease that was claimed
	 * @return an open lease or a {@link BillingException}
	 */
	Mono<Lease> admit(Operation operation, BillingSubject subject, Consumer<Lease> unclaimed) {
		FeatureSettings settings = operation.settings(this.resolution);
		OperationPolicy policy = settings.policy();
		long start = System.nanoTime();
		BillingException hindered = (policy.mode() != BillingMode.SHADOW) ? hindered(operation, subject, start) : null;
		if (hindered != null) {
			return Mono.error(hindered);
		}
		String callerKey = operation.callerKey();
		if (callerKey != null && policy.mode() != BillingMode.SHADOW) {
			return kept(unhindered(claimed(operation, settings, subject, callerKey, start), unclaimed, start),
					unclaimed);
		}
		OperationAttempts attempts = operation.attempts();
		Left left = (attempts != null) ? attempts.take(operation, subject) : null;
		Admitted admitted = new Admitted(operation, settings, subject,
				(left != null) ? left.keyDigest() : newKeyDigest(operation, subject), null, null);
		if (policy.mode() == BillingMode.SHADOW) {
			return Mono.just(open(admitted, Admission.UNASKED, Answer.NONE, NOTHING_OWED, start));
		}
		if (left != null && left.answer().token() != null) {
			Lease lease = open(admitted, Admission.GRANTED, left.answer(), NOTHING_OWED, start);
			return unhindered(Mono.just(lease), unclaimed, start);
		}
		return kept(unhindered(question(admitted, start), unclaimed, start), unclaimed);
	}

	private Mono<Lease> unhindered(Mono<Lease> admission, Consumer<Lease> unclaimed, long start) {
		return admission.handle((lease, sink) -> {
			// Once more: whoever ends the application meanwhile waits for this lease,
			// which is known by now, or had said so before, and it is noticed here.
			BillingException hindered = hindered(lease.operation(), lease.subject(), start);
			if (hindered == null) {
				sink.next(lease);
			}
			else {
				unclaimed.accept(lease);
				sink.error(hindered);
			}
		});
	}

	private @Nullable BillingException hindered(Operation operation, BillingSubject subject, long start) {
		String hindrance = this.settlement.hindrance();
		if (hindrance == null) {
			return null;
		}
		// No policy for an absent gate lets it pass: its usage would have no place to go.
		BillingException refusal = new BillingUnavailableException(operation.featureCode(), hindrance, null);
		this.listener.refused(operation, subject, refusal, System.nanoTime() - start);
		return refusal;
	}

	/**
	 * Let an operation in as a part of another one, without asking the gate.
	 * @param operation the operation
	 * @param absorber the lease of the operation around it
	 * @return an open lease
	 */
	Lease absorb(Operation operation, Lease absorber) {
		BillingSubject subject = absorber.subject();
		String digest = this.digest.of(subject, operation.featureCode(), this.baseKeys.get());
		Admitted admitted = new Admitted(operation, operation.settings(this.resolution), subject, digest, null,
				absorber);
		return open(admitted, Admission.ABSORBED, Answer.NONE, NOTHING_OWED, System.nanoTime());
	}

	private String newKeyDigest(Operation operation, BillingSubject subject) {
		String key = operation.key();
		return this.digest.of(subject, operation.featureCode(), (key != null) ? key : this.baseKeys.get());
	}

	private Mono<Lease> claimed(Operation operation, FeatureSettings settings, BillingSubject subject, String callerKey,
			long start) {
		String feature = operation.featureCode();
		return this.callerKeys
			.claim(this.digest.of(subject, feature, callerKey), feature, operation.arguments(), this.baseKeys.get())
			.doOnError(BillingException.class,
					(refusal) -> this.listener.refused(operation, subject, refusal, System.nanoTime() - start))
			.flatMap((claimed) -> Mono
				.defer(() -> question(new Admitted(operation, settings, subject,
						this.digest.of(subject, feature, claimed.base()), claimed, null), start))
				.onErrorResume((ex) -> claimed.failed().then(Mono.error(ex))));
	}

	private Mono<Lease> question(Admitted admitted, long start) {
		OperationAttempts attempts = admitted.operation().attempts();
		BillingDeniedException denial = (attempts != null) ? attempts.denialOf(admitted.operation(), admitted.subject())
				: null;
		if (denial != null) {
			return despite(denial, admitted, start);
		}
		BillingDeniedException remembered = this.refusals.denialOf(GateQuestions.of(admitted));
		return (remembered != null && !isWaitedFor(remembered, admitted)) ? refused(admitted, remembered, start)
				: asked(admitted, start);
	}

	private static boolean isWaitedFor(BillingDeniedException denial, Admitted admitted) {
		return denial.getReason() == DenialReason.RATE_LIMIT && admitted.policy().onRateLimit() == OnRateLimit.WAIT;
	}

	private Mono<Lease> asked(Admitted admitted, long start) {
		VlunaCall<AuthorizeResult> call = this.questions.prepare(admitted);
		Admitted asked = admitted.askedUnder(call.context().requestId());
		return this.questions.ask(call, asked)
			.doOnNext((answer) -> this.waivers.answered())
			.doOnError(VlunaRejectedException.class, (rejection) -> this.waivers.answered())
			.map((answer) -> granted(asked, answer, start))
			.onErrorResume(VlunaException.class, (ex) -> answeredOtherwise(asked, ex, start));
	}

	private Lease granted(Admitted admitted, Answer answer, long start) {
		this.refusals.forget(GateQuestions.of(admitted));
		tell(HintPhase.ADMITTED, admitted, answer.hints());
		return open(admitted, Admission.GRANTED, answer, NOTHING_OWED, start);
	}

	private Mono<Lease> answeredOtherwise(Admitted admitted, VlunaException failure, long start) {
		BillingException refusal = refusalOf(admitted.operation(), failure);
		if (refusal instanceof BillingDeniedException denial) {
			this.refusals.remember(GateQuestions.of(admitted), denial);
			tell(HintPhase.DENIED, admitted, BillingHints.of(denial.getHints()));
		}
		return refused(admitted, refusal, start);
	}

	private void tell(HintPhase phase, Admitted admitted, BillingHints hints) {
		if (!hints.isEmpty()) {
			this.listener.hinted(phase, admitted.operation(), admitted.subject(), hints);
		}
	}

	private static Mono<Lease> kept(Mono<Lease> question, Consumer<Lease> unclaimed) {
		return Mono.deferContextual((context) -> {
			// As signals: a refusal nobody waits for any more is no dropped error.
			CompletableFuture<@Nullable Signal<Lease>> answer = question.contextWrite(context).materialize().toFuture();
			return Mono.fromFuture(answer, true)
				.<Lease>dematerialize()
				.doOnCancel(() -> answer.thenAccept((signal) -> release(signal, unclaimed)));
		});
	}

	private static void release(@Nullable Signal<Lease> answer, Consumer<Lease> unclaimed) {
		Lease lease = (answer != null) ? answer.get() : null;
		if (lease != null) {
			unclaimed.accept(lease);
		}
	}

	private static BillingException refusalOf(Operation operation, VlunaException failure) {
		if (failure instanceof VlunaRejectedException rejection) {
			return Refusals.of(operation.featureCode(), rejection);
		}
		return new BillingUnavailableException(operation.featureCode(), String.valueOf(failure.getMessage()), failure);
	}

	private Mono<Lease> refused(Admitted admitted, BillingException refusal, long start) {
		this.listener.refused(admitted.operation(), admitted.subject(), refusal, System.nanoTime() - start);
		OperationAttempts attempts = admitted.operation().attempts();
		if (attempts != null && refusal instanceof BillingDeniedException denial) {
			attempts.deny(admitted.operation(), admitted.subject(), denial);
		}
		return despite(refusal, admitted, start);
	}

	private Mono<Lease> despite(BillingException refusal, Admitted admitted, long start) {
		BillingSubject subject = admitted.subject();
		if (admitted.operation().key() != null || admitted.claimedKey() != null) {
			// Another attempt may be granted a lease, and a booking and a commit have two
			// keys: both would be charged. A caller's key is marked as done only after
			// the charge, which a process that dies in between never does.
			return Mono.error(refusal);
		}
		if (refusal instanceof BillingDeniedException denial && admitted.policy().mode() == BillingMode.SOFT) {
			Answer answer = new Answer(null, BillingHints.of(denial.getHints()));
			return Mono.just(open(admitted, Admission.TOLERATED, answer, NOTHING_OWED, start));
		}
		if (refusal instanceof BillingUnavailableException && admitted.policy().onUnreachable() == OnUnreachable.ALLOW
				&& this.waivers.tryAcquire(subject)) {
			return Mono.just(open(admitted, Admission.WAIVED, Answer.NONE, this.waivers.releaseOf(subject), start));
		}
		admitted.leave(Answer.NONE);
		return Mono.error(refusal);
	}

	private Lease open(Admitted admitted, Admission admission, Answer answer, Runnable finished, long start) {
		Operation operation = admitted.operation();
		List<UsageExtractor<Object>> own = operation.usageExtractors();
		UsageAccumulator usage = new UsageAccumulator(own.isEmpty() ? this.extractors : own, operation.aggregate(),
				(ex) -> this.listener.extractionFailed(operation, ex));
		Lease lease = new Lease(admitted, admission, answer, usage, finished);
		this.listener.admitted(lease, System.nanoTime() - start);
		return lease;
	}

}

package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaException;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.denial.Refusals;
import ai.vluna.spring.gate.Lease.Admitted;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.UsageAccumulator;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * Decides with the gate whether work may start.
 */
final class Gatekeeper {

	private static final Runnable NOTHING_OWED = () -> {
	};

	private final VlunaClient client;

	private final GateSettings settings;

	private final Supplier<String> baseKeys;

	private final List<UsageExtractor<Object>> extractors;

	private final BillingListener listener;

	private final OperationKeys keys;

	private final WaiverBudget waivers;

	Gatekeeper(VlunaClient client, GateSettings settings, Supplier<String> baseKeys, UsageExtractor<Object> extractors,
			BillingListener listener) {
		this.client = client;
		this.settings = settings;
		this.baseKeys = baseKeys;
		this.extractors = List.of(extractors);
		this.listener = listener;
		this.keys = new OperationKeys(settings.realmId());
		this.waivers = new WaiverBudget(settings.maxWaived(), settings.maxWaivedPerSubject());
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
		OperationPolicy policy = operation.policy().orElse(this.settings.policy());
		String key = operation.key();
		Admitted admitted = new Admitted(operation, policy, subject,
				this.keys.digest(subject, operation.featureCode(), (key != null) ? key : this.baseKeys.get()), null);
		long start = System.nanoTime();
		if (policy.mode() == BillingMode.SHADOW) {
			return Mono.just(open(admitted, Admission.UNASKED, null, NOTHING_OWED, start));
		}
		VlunaCall<AuthorizeResult> call = this.client.gate().authorize(contextOf(admitted), requestFor(operation));
		Mono<Lease> question = ask(call, admitted, this.settings.maxRateLimitWait())
			.map((token) -> open(admitted, Admission.GRANTED, token, NOTHING_OWED, start))
			.onErrorResume(VlunaException.class, (ex) -> refused(admitted, refusalOf(operation, ex), start));
		return Mono.deferContextual((context) -> {
			// As signals, since a refusal that nobody waits for any more is no dropped
			// error.
			CompletableFuture<@Nullable Signal<Lease>> answer = question.contextWrite(context).materialize().toFuture();
			return Mono.fromFuture(answer, true)
				.<Lease>dematerialize()
				.doOnCancel(() -> answer.thenAccept((signal) -> release(signal, unclaimed)));
		});
	}

	/**
	 * Let an operation in as a part of another one, without asking the gate.
	 * @param operation the operation
	 * @param absorber the lease of the operation around it
	 * @return an open lease
	 */
	Lease absorb(Operation operation, Lease absorber) {
		BillingSubject subject = absorber.subject();
		String digest = this.keys.digest(subject, operation.featureCode(), this.baseKeys.get());
		Admitted admitted = new Admitted(operation, operation.policy().orElse(this.settings.policy()), subject, digest,
				absorber);
		return open(admitted, Admission.ABSORBED, null, NOTHING_OWED, System.nanoTime());
	}

	private static void release(@Nullable Signal<Lease> answer, Consumer<Lease> unclaimed) {
		Lease lease = (answer != null) ? answer.get() : null;
		if (lease != null) {
			unclaimed.accept(lease);
		}
	}

	private static Mono<String> ask(VlunaCall<AuthorizeResult> call, Admitted admitted, Duration patience) {
		Mono<String> token = call.send().map((response) -> response.data().leaseToken());
		if (admitted.policy().onRateLimit() != OnRateLimit.WAIT) {
			return token;
		}
		return token.onErrorResume(VlunaRejectedException.class, (rejection) -> {
			Duration wait = Refusals.waitOf(rejection);
			if (wait == null || wait.compareTo(patience) > 0) {
				return Mono.error(rejection);
			}
			return Mono.delay(wait).then(ask(call, admitted, patience.minus(wait)));
		});
	}

	private CallContext contextOf(Admitted admitted) {
		BillingSubject subject = admitted.subject();
		return new CallContext(subject.principalId(), subject.userId(), subject.billingAccountId(),
				OperationKeys.key(Phase.AUTHORIZE, admitted.keyDigest()), null);
	}

	private AuthorizeRequest requestFor(Operation operation) {
		// A stable key must be repeatable from other code and other instances, and the
		// gate takes any
		// difference for another request: so it carries no estimate, and labels travel on
		// the commit.
		String family = operation.featureFamilyCode();
		Long estimate = (operation.key() == null) ? operation.estimatedQuantityMinor() : null;
		return new AuthorizeRequest(operation.featureCode(),
				(family != null) ? family : this.settings.featureFamilyCode(),
				(estimate != null) ? estimate.toString() : null, operation.budgetId(), Map.of());
	}

	private static BillingException refusalOf(Operation operation, VlunaException failure) {
		if (failure instanceof VlunaRejectedException rejection) {
			return Refusals.of(operation.featureCode(), rejection);
		}
		return new BillingUnavailableException(operation.featureCode(), String.valueOf(failure.getMessage()), failure);
	}

	private Mono<Lease> refused(Admitted admitted, BillingException refusal, long start) {
		BillingSubject subject = admitted.subject();
		this.listener.refused(admitted.operation(), subject, refusal, System.nanoTime() - start);
		if (admitted.operation().key() != null) {
			// Nobody would remember that this attempt was booked without a lease: the
			// next one would charge again.
			return Mono.error(refusal);
		}
		if (refusal instanceof BillingDeniedException && admitted.policy().mode() == BillingMode.SOFT) {
			return Mono.just(open(admitted, Admission.TOLERATED, null, NOTHING_OWED, start));
		}
		if (refusal instanceof BillingUnavailableException && admitted.policy().onUnreachable() == OnUnreachable.ALLOW
				&& this.waivers.tryAcquire(subject)) {
			return Mono.just(open(admitted, Admission.WAIVED, null, () -> this.waivers.release(subject), start));
		}
		return Mono.error(refusal);
	}

	private Lease open(Admitted admitted, Admission admission, @Nullable String token, Runnable finished, long start) {
		Operation operation = admitted.operation();
		List<UsageExtractor<Object>> own = operation.usageExtractors();
		UsageAccumulator usage = new UsageAccumulator(own.isEmpty() ? this.extractors : own, operation.aggregate(),
				(ex) -> this.listener.extractionFailed(operation, ex));
		Lease lease = new Lease(admitted, admission, token, usage, finished);
		this.listener.admitted(lease, System.nanoTime() - start);
		return lease;
	}

}

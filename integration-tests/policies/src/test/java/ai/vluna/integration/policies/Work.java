package ai.vluna.integration.policies;

import java.util.function.Supplier;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * One billed method for each value of each policy, all of the same feature: the tests say
 * what they do. Named after the value, but {@code own} which says nothing.
 */
public class Work {

	static final String FEATURE = "work";

	static final long ESTIMATE = 5;

	@BilledOperation(feature = FEATURE, estimate = "5")
	public @Nullable Long own(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", mode = BillingMode.ENFORCE)
	public @Nullable Long modeEnforce(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", mode = BillingMode.SOFT)
	public @Nullable Long modeSoft(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", mode = BillingMode.SHADOW)
	public @Nullable Long modeShadow(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onUnreachable = OnUnreachable.DENY)
	public @Nullable Long onUnreachableDeny(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onUnreachable = OnUnreachable.ALLOW)
	public @Nullable Long onUnreachableAllow(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onFailure = OnFailure.CANCEL)
	public @Nullable Long onFailureCancel(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onFailure = OnFailure.COMMIT_OBSERVED)
	public @Nullable Long onFailureCommitObserved(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onMissingUsage = OnMissingUsage.CANCEL)
	public @Nullable Long onMissingUsageCancel(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onMissingUsage = OnMissingUsage.FAIL)
	public @Nullable Long onMissingUsageFail(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onMissingUsage = OnMissingUsage.COMMIT_ESTIMATE)
	public @Nullable Long onMissingUsageCommitEstimate(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onRateLimit = OnRateLimit.DENY)
	public @Nullable Long onRateLimitDeny(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onRateLimit = OnRateLimit.WAIT)
	public @Nullable Long onRateLimitWait(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onInnerCall = OnInnerCall.ABSORB)
	public @Nullable Long onInnerCallAbsorb(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onInnerCall = OnInnerCall.SEPARATE)
	public @Nullable Long onInnerCallSeparate(Supplier<@Nullable Long> body) {
		return body.get();
	}

	@BilledOperation(feature = FEATURE, estimate = "5")
	public Flux<Long> ownStream(Flux<Long> body) {
		return body;
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onInterruption = OnInterruption.CANCEL_UNLESS_FINAL)
	public Flux<Long> onInterruptionCancelUnlessFinal(Flux<Long> body) {
		return body;
	}

	@BilledOperation(feature = FEATURE, estimate = "5", onInterruption = OnInterruption.COMMIT_OBSERVED)
	public Flux<Long> onInterruptionCommitObserved(Flux<Long> body) {
		return body;
	}

}

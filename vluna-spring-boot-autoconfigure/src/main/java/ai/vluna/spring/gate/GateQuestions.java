package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.Map;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRejectedException;
import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.client.protocol.AuthorizeResult;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.denial.Refusals;
import ai.vluna.spring.gate.Lease.Admitted;
import ai.vluna.spring.gate.Lease.Answer;
import ai.vluna.spring.gate.refusal.Question;
import ai.vluna.spring.hint.BillingHints;
import ai.vluna.spring.policy.OnRateLimit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the gate is asked before work starts: in which words, and how often while it names
 * a wait that the policy is willing to take.
 */
final class GateQuestions {

	private final VlunaClient client;

	private final Duration maxRateLimitWait;

	/**
	 * Create it.
	 * @param client the client to ask with
	 * @param maxRateLimitWait the longest wait for operations that have no own
	 */
	GateQuestions(VlunaClient client, Duration maxRateLimitWait) {
		this.client = client;
		this.maxRateLimitWait = maxRateLimitWait;
	}

	/**
	 * Return what is known of a question when its answer is remembered.
	 * @param admitted what is to be admitted
	 * @return the question
	 */
	static Question of(Admitted admitted) {
		Operation operation = admitted.operation();
		Long estimate = estimateToldOf(operation);
		return new Question(admitted.subject(), operation.featureCode(), operation.budgetId(),
				(estimate != null) ? estimate : 0, operation.key());
	}

	VlunaCall<AuthorizeResult> prepare(Admitted admitted) {
		return this.client.gate().authorize(contextOf(admitted), requestFor(admitted));
	}

	/**
	 * Ask, and ask again after each wait that the gate names and the policy takes.
	 * @param call the prepared question
	 * @param admitted what is to be admitted
	 * @return the answer, or the failure of the call
	 */
	Mono<Answer> ask(VlunaCall<AuthorizeResult> call, Admitted admitted) {
		if (admitted.policy().onRateLimit() != OnRateLimit.WAIT) {
			return askOnce(call);
		}
		Duration own = admitted.settings().maxRateLimitWait();
		return askPatiently(call, (own != null) ? own : this.maxRateLimitWait);
	}

	private static Mono<Answer> askOnce(VlunaCall<AuthorizeResult> call) {
		return call.send()
			.map((response) -> new Answer(response.data().leaseToken(), BillingHints.of(response.hints())));
	}

	private static Mono<Answer> askPatiently(VlunaCall<AuthorizeResult> call, Duration patience) {
		return askOnce(call).onErrorResume(VlunaRejectedException.class, (rejection) -> {
			Duration wait = Refusals.waitOf(rejection);
			if (wait == null || wait.compareTo(patience) > 0) {
				return Mono.error(rejection);
			}
			return Mono.delay(wait).then(askPatiently(call, patience.minus(wait)));
		});
	}

	private static CallContext contextOf(Admitted admitted) {
		BillingSubject subject = admitted.subject();
		return new CallContext(subject.principalId(), subject.userId(), subject.billingAccountId(),
				Phase.AUTHORIZE.key(admitted.keyDigest()), null);
	}

	private static AuthorizeRequest requestFor(Admitted admitted) {
		Operation operation = admitted.operation();
		Long estimate = estimateToldOf(operation);
		return new AuthorizeRequest(operation.featureCode(), admitted.settings().featureFamilyCode(),
				(estimate != null) ? estimate.toString() : null, operation.budgetId(), Map.of());
	}

	private static @Nullable Long estimateToldOf(Operation operation) {
		// Another attempt may come from other code and another instance, and the gate
		// takes any difference for another request: so there is no estimate, and labels
		// travel on the commit.
		boolean repeatable = operation.key() != null || operation.callerKey() != null;
		return (!repeatable) ? operation.estimatedQuantityMinor() : null;
	}

}

package ai.vluna.integration.faults;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One attempt at an operation: what its work did, and what its caller was told.
 */
final class Attempt {

	private static final Duration FOREVER = Duration.ofMinutes(1);

	private final Plan.Try planned;

	private volatile boolean workBegan;

	private volatile boolean workCompleted;

	private volatile Told told = Told.NOT_MADE;

	private volatile @Nullable String detail;

	Attempt(Plan.Try planned) {
		this.planned = planned;
	}

	/**
	 * Return the work of this attempt.
	 * @return work that tells its usage bit by bit
	 */
	Flux<Tokens> work() {
		Flux<Tokens> end = (this.planned.course() != Plan.Course.WORK_FAILS)
				? Flux.just(new Tokens(this.planned.quantity(), true)) : Flux.error(new WorkFailedException());
		Flux<Tokens> later = this.planned.duration().isZero() ? end : Mono.delay(this.planned.duration()).thenMany(end);
		return Flux.just(new Tokens(1, false))
			.concatWith(later)
			.doOnSubscribe((subscription) -> this.workBegan = true)
			.doOnNext((tokens) -> this.workCompleted = tokens.complete());
	}

	/**
	 * Make the attempt as its caller sees it.
	 * @param call the billed work
	 * @return completes when the caller was told something, or has left
	 */
	Mono<Attempt> seenByCaller(Mono<Tokens> call) {
		Mono<Tokens> seen = (this.planned.course() != Plan.Course.CALLER_LEAVES) ? call
				: call.takeUntilOther(Mono.delay(this.planned.patience()));
		return seen.timeout(FOREVER)
			.map((value) -> Told.VALUE)
			.defaultIfEmpty(Told.LEFT)
			.onErrorResume((ex) -> Mono.just(toldBy(Exceptions.unwrap(ex))))
			.doOnNext((answer) -> this.told = answer)
			.thenReturn(this);
	}

	private Told toldBy(Throwable failure) {
		this.detail = failure.toString();
		if (failure instanceof BillingDeniedException) {
			return Told.DENIED;
		}
		if (failure instanceof BillingUnavailableException) {
			return Told.UNAVAILABLE;
		}
		if (failure instanceof WorkFailedException) {
			return Told.WORK_FAILED;
		}
		if (failure instanceof CancellationException || failure instanceof InterruptedException) {
			return Told.LEFT;
		}
		return (failure instanceof TimeoutException) ? Told.NOTHING : Told.NONSENSE;
	}

	Plan.Try planned() {
		return this.planned;
	}

	Told told() {
		return this.told;
	}

	boolean workBegan() {
		return this.workBegan;
	}

	/**
	 * Tell whether the work came to its final usage, and which it was.
	 * @param quantity the usage
	 * @return whether it did
	 */
	boolean used(long quantity) {
		return this.workCompleted && this.planned.quantity() == quantity;
	}

	@Override
	public String toString() {
		return "%s: told %s%s%s%s".formatted(this.planned, this.told,
				(this.detail != null) ? " (" + this.detail + ")" : "", this.workBegan ? ", work begun" : "",
				this.workCompleted ? " and done" : "");
	}

	/**
	 * What a caller was told.
	 */
	enum Told {

		NOT_MADE, VALUE, DENIED, UNAVAILABLE, WORK_FAILED, LEFT, NONSENSE, NOTHING

	}

	private static final class WorkFailedException extends RuntimeException {

		WorkFailedException() {
			super("The work failed", null, false, false);
		}

	}

}

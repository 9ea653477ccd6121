package ai.vluna.spring.gate;

import ai.vluna.spring.usage.Usage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A settlement whose failures never reach the caller: the work is done and its result is
 * worth more than the bill.
 *
 * @param delegate the settlement, which may break the rules of its interface
 * @param listener told of usage that got lost
 */
record GuardedSettlement(Settlement delegate, BillingListener listener) implements Settlement {

	private static final Log logger = LogFactory.getLog(GuardedSettlement.class);

	@Override
	public @Nullable String hindrance() {
		try {
			return this.delegate.hindrance();
		}
		catch (Throwable ex) {
			logger.debug("A settlement does not know whether it can take usage", ex);
			return null;
		}
	}

	@Override
	public Mono<Void> charge(Lease lease, Usage usage) {
		try {
			return this.delegate.charge(lease, usage).onErrorResume((ex) -> lost(lease, usage, ex));
		}
		catch (Throwable ex) {
			return lost(lease, usage, ex);
		}
	}

	@Override
	public void release(Lease lease) {
		try {
			this.delegate.release(lease);
		}
		catch (Throwable ex) {
			logger.debug("A lease was not released and will expire", ex);
		}
	}

	@Override
	public void bury(Lease lease, @Nullable Usage usage, String detail) {
		try {
			this.delegate.bury(lease, usage, detail);
		}
		catch (Throwable ex) {
			lost(lease, detail, ex);
		}
	}

	private Mono<Void> lost(Lease lease, Object usage, Throwable failure) {
		logger.error("Usage of '%s' by %s/%s is lost, as its settlement failed: %s"
			.formatted(lease.operation().featureCode(), lease.subject().principalId(), lease.subject().userId(), usage),
				failure);
		lease.finish();
		this.listener.settled(lease, SettlementResult.DEAD, null);
		return Mono.empty();
	}

}

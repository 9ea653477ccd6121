package ai.vluna.spring.delivery.jdbc;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import ai.vluna.spring.delivery.store.Delivery;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementSender;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends one settlement that db-scheduler claimed, and says what becomes of its row.
 */
final class SettlementTask extends CustomTask<PendingSettlement> {

	static final String NAME = "settlement";

	private static final Log logger = LogFactory.getLog(SettlementTask.class);

	private final SettlementSender sender;

	private final Pace pace;

	private final Runnable onReturn;

	private final SettlementRows rows;

	private final FairTurns turns;

	private final JdbcStoreSettings settings;

	private final Clock clock;

	private final Lanes lanes = new Lanes();

	/**
	 * Completed when no answer is waited for any more.
	 */
	private final CompletableFuture<@Nullable Delivery> end = new CompletableFuture<>();

	SettlementTask(SettlementSender sender, Pace pace, Runnable onReturn, SettlementRows rows, FairTurns turns,
			JdbcStoreSettings settings, Clock clock) {
		super(NAME, PendingSettlement.class, null, UnaryOperator.identity(), again(settings),
				new DeadExecutionHandler.ReviveDeadExecution<>());
		this.sender = sender;
		this.pace = pace;
		this.onReturn = onReturn;
		this.rows = rows;
		this.turns = turns;
		this.settings = settings;
		this.clock = clock;
	}

	private static FailureHandler<PendingSettlement> again(JdbcStoreSettings settings) {
		return (complete, operations) -> operations.reschedule(complete, complete.getTimeDone()
			.plus(settings.backoff().after(complete.getExecution().consecutiveFailures + 1, null)));
	}

	@Override
	public CompletionHandler<PendingSettlement> execute(TaskInstance<PendingSettlement> instance,
			ExecutionContext context) {
		Execution execution = context.getExecution();
		this.turns.begun(-instance.getPriority());
		PendingSettlement settlement = this.rows.readable(instance.getId(), instance::getData);
		Delivery delivery = (settlement != null) ? sendInTurn(settlement, context)
				: new Delivery.Again(null, "it cannot be read");
		if (delivery instanceof Delivery.NotNow) {
			this.pace.heldBack();
			return (complete, operations) -> this.rows.putBack(execution);
		}
		if (delivery instanceof Delivery.Again again) {
			int attempts = execution.consecutiveFailures + 1;
			if (settlement != null && again.isToBeTold(attempts)) {
				logger.warn("%s is not charged after %d attempts and sent again: %s".formatted(settlement, attempts,
						again.detail()));
			}
			return (complete, operations) -> operations.reschedule(
					ExecutionComplete.failure(execution, complete.getTimeDone(), complete.getTimeDone(), null),
					this.clock.instant().plus(this.settings.backoff().after(attempts, again.atLeast())));
		}
		return answered(delivery, execution);
	}

	private CompletionHandler<PendingSettlement> answered(Delivery delivery, Execution execution) {
		if (this.pace.answered()) {
			this.onReturn.run();
		}
		if (delivery instanceof Delivery.Instead instead) {
			return (complete, operations) -> operations.reschedule(complete, this.clock.instant(),
					instead.settlement());
		}
		if (delivery instanceof Delivery.Dead dead) {
			return (complete, operations) -> this.rows.bury(execution, dead.settlement());
		}
		return (complete, operations) -> operations.remove();
	}

	private Delivery sendInTurn(PendingSettlement settlement, ExecutionContext context) {
		Lock lane = this.lanes.of(Payer.of(settlement));
		lane.lock();
		try {
			return (context.getSchedulerState().isShuttingDown() || this.pace.isResting())
					? new Delivery.NotNow(this.sender.rest()) : send(settlement);
		}
		finally {
			lane.unlock();
		}
	}

	private Delivery send(PendingSettlement settlement) {
		try {
			return answerOf(this.sender.send(settlement).toFuture());
		}
		catch (ExecutionException | RuntimeException ex) {
			return new Delivery.Again(null, "the sender failed: " + ex);
		}
		catch (InterruptedException ex) {
			// The row is still to be given back, so the thread must stay able to do that.
			return new Delivery.Again(null, "it was interrupted");
		}
	}

	private Delivery answerOf(CompletableFuture<@Nullable Delivery> sending)
			throws ExecutionException, InterruptedException {
		try {
			Delivery delivery = sending.applyToEither(this.end, Function.identity())
				.get(this.settings.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
			return (delivery != null) ? delivery : new Delivery.Again(null, "the sender said nothing");
		}
		catch (TimeoutException ex) {
			// The end would remember it for ever.
			sending.cancel(true);
			return new Delivery.Again(null, "no answer within " + this.settings.sendTimeout());
		}
	}

	/**
	 * Wait for no answer any more: what is being sent is sent again later.
	 */
	void waitNoLonger() {
		this.end.complete(new Delivery.Again(null, "the application stops"));
	}

}

package ai.vluna.spring.delivery.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Keeps settlements until they are charged, and has them sent.
 * <p>
 * What {@link #write} returned for survives the end of the process, and whatever else the
 * implementation says. It is sent until the sender says that it is over, at any time
 * after, by any process that shares the store, and possibly more than once, which does no
 * harm. No settlement is ever dropped but by {@link #drop}.
 * <p>
 * All methods may block. They throw {@link StoreUnavailableException} when the store
 * cannot be used at all.
 *
 * @since 0.1.0
 */
public interface SettlementStore {

	/**
	 * Keep settlements, all or none. One whose id is known, pending or dead, is left as
	 * it is.
	 * @param pending settlements to send
	 * @param dead settlements for an operator
	 */
	void write(Collection<PendingSettlement> pending, Collection<DeadSettlement> dead);

	/**
	 * Begin to have settlements sent, those of earlier processes included.
	 * @param sender sends them
	 */
	void start(SettlementSender sender);

	/**
	 * Send no further settlements, and wait a bounded time for those under way. What is
	 * not over by then stays stored. Settlements can still be written.
	 */
	void stop();

	/**
	 * Return how much is not charged yet.
	 * @return the backlog, as it was at most a moment ago
	 */
	Backlog backlog();

	/**
	 * Return which settlements are not on their way any more although the sender of this
	 * process did not say so: others sent them.
	 * @param ids the ids of settlements that were written
	 * @return those that are charged or dead; may be empty where one process sends all
	 */
	default Set<String> endedAmong(Set<String> ids) {
		return Set.of();
	}

	/**
	 * List settlements that are on their way.
	 * @param offset how many to skip
	 * @param limit the largest number to return
	 * @return settlements in a stable order
	 */
	List<QueuedSettlement> pending(int offset, int limit);

	/**
	 * List settlements that wait for an operator.
	 * @param offset how many to skip
	 * @param limit the largest number to return
	 * @return settlements in a stable order
	 */
	List<DeadSettlement> dead(int offset, int limit);

	/**
	 * Find a settlement that waits for an operator.
	 * @param id its id
	 * @return the settlement, or {@code null} if there is none
	 * @throws UnreadableSettlementException if this version cannot read it
	 */
	@Nullable DeadSettlement findDead(String id);

	/**
	 * Have a dead settlement sent again, in one step. Of any number of calls at a time
	 * that revive or drop it, one succeeds.
	 * @param settlement the form to send
	 * @return whether there was a dead settlement of that id
	 */
	boolean revive(PendingSettlement settlement);

	/**
	 * Forget a dead settlement, whose usage is never charged then.
	 * @param id its id
	 * @return whether there was one
	 */
	boolean drop(String id);

}

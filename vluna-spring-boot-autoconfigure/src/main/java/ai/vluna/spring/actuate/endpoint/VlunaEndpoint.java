package ai.vluna.spring.actuate.endpoint;

import java.util.List;
import java.util.function.Predicate;

import ai.vluna.spring.client.http.GateCircuit;
import ai.vluna.spring.delivery.DeadSettlements;
import ai.vluna.spring.delivery.DeliveryOverview;
import ai.vluna.spring.delivery.DeliveryStatus;
import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.DeliveryTarget;
import ai.vluna.spring.delivery.store.SettlementStore;
import ai.vluna.spring.delivery.store.UnreadableSettlementException;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Shows operators how delivery is doing and what is not charged yet, and lets them act on
 * dead settlements. Its operations block, but for the first.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "vluna")
public final class VlunaEndpoint {

	private static final int DEFAULT_LIMIT = 50;

	private static final int MAX_LIMIT = 1000;

	private final DeliveryOverview overview;

	private final @Nullable GateCircuit circuit;

	private final @Nullable DeliveryTarget target;

	private final @Nullable SettlementStore store;

	private final @Nullable DeadSettlements dead;

	private final ShownSettlements shown;

	/**
	 * Create an endpoint.
	 * @param overview knows how delivery is doing
	 * @param circuit knows whether the gate answers, or {@code null} if nobody does
	 * @param target where settlements are sent to, or {@code null} where none is stored
	 * @param store keeps settlements, or {@code null} where none is stored
	 * @param dead acts on dead settlements, or {@code null} where none is stored
	 * @param shown shows settlements
	 */
	public VlunaEndpoint(DeliveryOverview overview, @Nullable GateCircuit circuit, @Nullable DeliveryTarget target,
			@Nullable SettlementStore store, @Nullable DeadSettlements dead, ShownSettlements shown) {
		this.overview = overview;
		this.circuit = circuit;
		this.target = target;
		this.store = store;
		this.dead = dead;
		this.shown = shown;
	}

	/**
	 * Tell how delivery is doing.
	 * @return the state
	 */
	@ReadOperation
	public State state() {
		DeliveryStatus status = this.overview.status();
		return new State(status.mode(), (this.store != null) ? this.store.getClass().getSimpleName() : null,
				this.target, status.pending(), (status.oldestAge() != null) ? status.oldestAge().toString() : null,
				status.dead(), status.atRisk(), status.readable() && status.writable(), status.answered(),
				status.obstacle(), status.hindrance(), (this.circuit != null) ? this.circuit.state() : null);
	}

	/**
	 * List settlements.
	 * @param list those that are on their way, or those that wait for an operator
	 * @param offset how many to skip, none by default
	 * @param limit the largest number to return, 50 by default and 1000 at most
	 * @param viewer who asks
	 * @return a page, or {@code null} where nothing is stored
	 */
	@ReadOperation
	public @Nullable Settlements list(@Selector SettlementList list, @Nullable Integer offset, @Nullable Integer limit,
			SecurityContext viewer) {
		int skipped = within("offset", (offset != null) ? offset : 0, 0, Integer.MAX_VALUE);
		int size = within("limit", (limit != null) ? limit : DEFAULT_LIMIT, 1, MAX_LIMIT);
		if (this.store == null) {
			return null;
		}
		List<ShownSettlement> page = switch (list) {
			case PENDING -> this.store.pending(skipped, size)
				.stream()
				.map((settlement) -> this.shown.of(settlement, viewer))
				.toList();
			case DEAD ->
				this.store.dead(skipped, size).stream().map((settlement) -> this.shown.of(settlement, viewer)).toList();
		};
		return new Settlements(skipped, size, page);
	}

	/**
	 * Show a dead settlement.
	 * @param list the list of the dead ones
	 * @param id the id of the settlement
	 * @param viewer who asks
	 * @return the settlement, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable ShownSettlement export(@Selector SettlementList list, @Selector String id,
			SecurityContext viewer) {
		requireDead(list);
		try {
			DeadSettlement found = (this.store != null) ? this.store.findDead(id) : null;
			return (found != null) ? this.shown.of(found, viewer) : null;
		}
		catch (UnreadableSettlementException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Have a dead settlement charged after all.
	 * @param list the list of the dead ones
	 * @param id the id of the settlement
	 * @param action how
	 * @return whether there was one
	 */
	@WriteOperation
	public WebEndpointResponse<Void> charge(@Selector SettlementList list, @Selector String id, Action action) {
		requireDead(list);
		return act((settlements) -> switch (action) {
			case RETRY -> settlements.retry(id);
			case BOOK -> settlements.book(id);
		});
	}

	/**
	 * Forget a dead settlement, whose usage is never charged then.
	 * @param list the list of the dead ones
	 * @param id the id of the settlement
	 * @return whether there was one
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> drop(@Selector SettlementList list, @Selector String id) {
		requireDead(list);
		return act((settlements) -> settlements.drop(id));
	}

	private WebEndpointResponse<Void> act(Predicate<DeadSettlements> action) {
		try {
			boolean done = this.dead != null && action.test(this.dead);
			return new WebEndpointResponse<>(
					done ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (IllegalArgumentException | UnreadableSettlementException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
	}

	private static void requireDead(SettlementList list) {
		if (list != SettlementList.DEAD) {
			throw invalid("Only dead settlements can be shown and acted on by their id");
		}
	}

	private static int within(String name, int value, int min, int max) {
		if (value < min || value > max) {
			throw invalid("'%s' must be from %d to %d".formatted(name, min, max));
		}
		return value;
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * The lists of settlements.
	 */
	public enum SettlementList {

		/**
		 * Those that are on their way.
		 */
		PENDING,

		/**
		 * Those that wait for an operator.
		 */
		DEAD

	}

	/**
	 * How a dead settlement is charged after all.
	 */
	public enum Action {

		/**
		 * It is sent again as it is.
		 */
		RETRY,

		/**
		 * Its usage is booked without its lease.
		 */
		BOOK

	}

	/**
	 * How delivery is doing.
	 *
	 * @param mode the way that usage takes
	 * @param store the kind of the store
	 * @param target where settlements are sent to
	 * @param pending how many charges are on their way
	 * @param oldestAge how long ago the work of the oldest of them ended, ISO 8601
	 * @param dead how many settlements wait for an operator
	 * @param atRisk how many charges are in memory only
	 * @param storeWorks whether the store could be read and written lately
	 * @param gateAnswers whether the gate answers what is sent to it from the store
	 * @param obstacle what has to be mended before anything can be charged
	 * @param hindrance why no further work is let in
	 * @param circuit whether requests are sent to the gate
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record State(DeliveryStatus.Mode mode, @Nullable String store, @Nullable DeliveryTarget target, long pending,
			@Nullable String oldestAge, long dead, int atRisk, boolean storeWorks, boolean gateAnswers,
			@Nullable String obstacle, @Nullable String hindrance,
			GateCircuit.@Nullable State circuit) implements OperationResponseBody {

	}

	/**
	 * A page of settlements.
	 *
	 * @param offset how many were skipped
	 * @param limit how many there could have been
	 * @param settlements the settlements
	 */
	public record Settlements(int offset, int limit,
			List<ShownSettlement> settlements) implements OperationResponseBody {

	}

}

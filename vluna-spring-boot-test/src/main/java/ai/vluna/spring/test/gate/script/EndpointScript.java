package ai.vluna.spring.test.gate.script;

import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the next requests to one endpoint meet. Faults for single requests come first, in
 * the order they were given, then the lasting ones, the latest first. A fault that was
 * given under a condition waits for a request that meets it.
 *
 * @since 0.1.0
 */
public final class EndpointScript {

	private final Queue<Rule> counted;

	private final Deque<Rule> lasting;

	private final Predicate<Call> condition;

	/**
	 * Creates an empty script.
	 */
	public EndpointScript() {
		this(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedDeque<>(), (call) -> true);
	}

	private EndpointScript(Queue<Rule> counted, Deque<Rule> lasting, Predicate<Call> condition) {
		this.counted = counted;
		this.lasting = lasting;
		this.condition = condition;
	}

	/**
	 * Narrows what is said next to one request.
	 * @param number which one the endpoint receives since the gate was built or reset,
	 * from 1
	 * @return this script, narrowed
	 */
	public EndpointScript onCall(long number) {
		return narrowed((call) -> call.number() == number);
	}

	/**
	 * Narrows what is said next to the requests of a customer.
	 * @param principal the principal id
	 * @return this script, narrowed
	 */
	public EndpointScript forPrincipal(String principal) {
		return when((request) -> principal.equals(request.header("x-principal-id")));
	}

	/**
	 * Narrows what is said next to some requests.
	 * @param condition whether a request is one of them
	 * @return this script, narrowed
	 */
	public EndpointScript when(Predicate<ReceivedRequest> condition) {
		return narrowed((call) -> condition.test(call.request()));
	}

	/**
	 * Lets one request meet a fault.
	 * @param fault the fault
	 * @return this script
	 */
	public EndpointScript once(Fault fault) {
		return times(1, fault);
	}

	/**
	 * Lets several requests meet a fault.
	 * @param count the number of requests
	 * @param fault the fault
	 * @return this script
	 */
	public EndpointScript times(int count, Fault fault) {
		this.counted.add(new Rule(this.condition, fault, new AtomicInteger(count)));
		return this;
	}

	/**
	 * Lets every request meet a fault, until it is healed.
	 * @param fault the fault
	 * @return this script
	 */
	public EndpointScript always(Fault fault) {
		this.lasting.addFirst(new Rule(this.condition, fault, new AtomicInteger(Integer.MAX_VALUE)));
		return this;
	}

	/**
	 * Forgets all faults of the endpoint, also those given under other conditions.
	 */
	public void heal() {
		this.counted.clear();
		this.lasting.clear();
	}

	/**
	 * Takes what a request meets.
	 * @param number which one the endpoint receives
	 * @param request the request
	 * @return the fault, or {@code null} for none
	 */
	public @Nullable Fault take(long number, ReceivedRequest request) {
		Call call = new Call(number, request);
		return Stream.concat(this.counted.stream(), this.lasting.stream())
			.filter((rule) -> rule.condition().test(call) && take(rule))
			.map(Rule::fault)
			.findFirst()
			.orElse(null);
	}

	private boolean take(Rule rule) {
		int before = rule.remaining().getAndUpdate((remaining) -> Math.max(0, remaining - 1));
		if (before == 1) {
			this.counted.remove(rule);
		}
		return before > 0;
	}

	private EndpointScript narrowed(Predicate<Call> further) {
		return new EndpointScript(this.counted, this.lasting, this.condition.and(further));
	}

	private record Call(long number, ReceivedRequest request) {

	}

	private record Rule(Predicate<Call> condition, Fault fault, AtomicInteger remaining) {

	}

}

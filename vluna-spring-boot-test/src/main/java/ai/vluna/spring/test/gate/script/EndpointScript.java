package ai.vluna.spring.test.gate.script;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * What the next requests to one endpoint meet. Faults for single requests come first, in
 * the order they were given, then the lasting one.
 *
 * @since 0.1.0
 */
public final class EndpointScript {

	private final Queue<Fault> next = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Fault lasting;

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
		for (int i = 0; i < count; i++) {
			this.next.add(fault);
		}
		return this;
	}

	/**
	 * Lets every request meet a fault, until it is healed.
	 * @param fault the fault
	 * @return this script
	 */
	public EndpointScript always(Fault fault) {
		this.lasting = fault;
		return this;
	}

	/**
	 * Forgets all faults.
	 */
	public void heal() {
		this.next.clear();
		this.lasting = null;
	}

	/**
	 * Takes what the current request meets.
	 * @return the fault, or {@code null} for none
	 */
	public @Nullable Fault take() {
		Fault fault = this.next.poll();
		return (fault != null) ? fault : this.lasting;
	}

}

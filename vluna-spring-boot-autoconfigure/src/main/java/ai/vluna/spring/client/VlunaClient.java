package ai.vluna.spring.client;

/**
 * Speaks to one realm of one Vluna server: signs, sends, retries what was not answered
 * and decodes. It knows nothing of leases, policies or annotations.
 * <p>
 * Instances are immutable and safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public interface VlunaClient {

	/**
	 * Return the operations of the usage gate.
	 * @return the gate operations, always the same instance
	 */
	GateOperations gate();

}

package ai.vluna.spring.client.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The body of a cancel.
 *
 * @param leaseToken the token of the lease
 * @since 0.1.0
 */
public record CancelRequest(@JsonProperty("lease_token") String leaseToken) {

	@Override
	public String toString() {
		return "CancelRequest[leaseToken=******]";
	}

}

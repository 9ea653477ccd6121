package ai.vluna.spring.test.contract;

import ai.vluna.spring.client.VlunaRejectedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Expects that the gate answers, and that its answer is no.
 */
final class Refusals {

	private Refusals() {
	}

	static VlunaRejectedException refused(int status, ThrowingCallable call) {
		VlunaRejectedException refusal = catchThrowableOfType(VlunaRejectedException.class, call);
		assertThat(refusal).as("refusal").isNotNull();
		assertThat(refusal.getStatus()).as(refusal.getMessage()).isEqualTo(status);
		return refusal;
	}

}

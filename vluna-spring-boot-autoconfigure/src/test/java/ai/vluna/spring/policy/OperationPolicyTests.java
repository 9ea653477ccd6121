package ai.vluna.spring.policy;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperationPolicy}.
 */
class OperationPolicyTests {

	private static final OperationPolicy NARROW = new OperationPolicy(BillingMode.SOFT, OnUnreachable.ALLOW,
			OnFailure.COMMIT_OBSERVED, OnInterruption.COMMIT_OBSERVED, OnMissingUsage.FAIL, OnRateLimit.WAIT,
			OnInnerCall.SEPARATE);

	@Test
	void theDefaultLeavesNothingOpen() throws Exception {
		for (RecordComponent component : OperationPolicy.class.getRecordComponents()) {
			assertThat(component.getAccessor().invoke(OperationPolicy.DEFAULT)).as(component.getName())
				.isNotNull()
				.extracting(Object::toString)
				.isNotEqualTo("INHERIT");
		}
	}

	@Test
	void theNarrowerLevelWinsAndTheWiderFillsItsGaps() {
		assertThat(NARROW.orElse(OperationPolicy.DEFAULT)).isEqualTo(NARROW);
		assertThat(OperationPolicy.INHERIT.orElse(NARROW)).isEqualTo(NARROW);
		assertThat(NARROW.orElse(OperationPolicy.INHERIT)).isEqualTo(NARROW);
	}

	@Test
	void eachQuestionIsAnsweredOnItsOwn() {
		OperationPolicy mixed = new OperationPolicy(BillingMode.SOFT, OnUnreachable.INHERIT, OnFailure.COMMIT_OBSERVED,
				OnInterruption.INHERIT, OnMissingUsage.FAIL, OnRateLimit.INHERIT, OnInnerCall.INHERIT);
		assertThat(mixed.orElse(OperationPolicy.DEFAULT))
			.isEqualTo(new OperationPolicy(BillingMode.SOFT, OnUnreachable.DENY, OnFailure.COMMIT_OBSERVED,
					OnInterruption.CANCEL_UNLESS_FINAL, OnMissingUsage.FAIL, OnRateLimit.DENY, OnInnerCall.ABSORB));
		OperationPolicy other = new OperationPolicy(BillingMode.INHERIT, OnUnreachable.ALLOW, OnFailure.INHERIT,
				OnInterruption.COMMIT_OBSERVED, OnMissingUsage.INHERIT, OnRateLimit.WAIT, OnInnerCall.SEPARATE);
		assertThat(other.orElse(mixed)).isEqualTo(NARROW);
	}

	@Test
	void everyQuestionCanBeLeftOpen() {
		assertThat(Arrays.asList(BillingMode.values())).contains(BillingMode.INHERIT);
		assertThat(OperationPolicy.INHERIT)
			.extracting(OperationPolicy::mode, OperationPolicy::onUnreachable, OperationPolicy::onFailure,
					OperationPolicy::onInterruption, OperationPolicy::onMissingUsage, OperationPolicy::onRateLimit)
			.allSatisfy((value) -> assertThat(value).hasToString("INHERIT"));
	}

}

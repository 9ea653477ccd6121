package ai.vluna.spring.gate;

import java.time.Duration;
import java.util.List;

import ai.vluna.spring.client.protocol.AuthorizeRequest;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.FeaturePattern;
import ai.vluna.spring.policy.FeatureRule;
import ai.vluna.spring.policy.FeatureRules;
import ai.vluna.spring.policy.FeatureSettings;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.policy.SettingsResolution;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for rules that hold for an operation only once its feature is known, so that
 * nobody could refuse them at start-up.
 */
class RuledOperationTests {

	private final Gating gating = new Gating();

	private final FakeGate gate = this.gating.gate;

	private final RecordingListener listener = this.gating.listener;

	@ParameterizedTest
	@EnumSource
	void aRuleGoesBeforeTheOperation(Shape shape) throws Throwable {
		BillingTemplate template = ruled(Policies.with(BillingMode.SHADOW));
		shape.run(template, Gating.operation(Policies.with(BillingMode.ENFORCE)), () -> 3);
		shape.run(template, Operation.builder("other").identity(Gating.ALICE.toIdentity()).build(), () -> 3);
		this.listener.awaitAllSettled();
		assertThat(this.gate.paths()).containsExactly("authorize", "commits");
		assertThat(this.gate.authorize().onlySent().request(AuthorizeRequest.class).featureCode()).isEqualTo("other");
	}

	@Test
	void aRuleNamesTheFamily() throws Throwable {
		BillingTemplate template = ruled(new FeatureSettings(OperationPolicy.INHERIT, "press", null, TokenMeters.NONE));
		Shape.BLOCKING.run(template, Gating.describe().featureFamilyCode("own").build(), () -> 3);
		assertThat(this.gate.authorize().onlySent().request(AuthorizeRequest.class).featureFamilyCode())
			.isEqualTo("press");
	}

	@Test
	void aStableKeyIsNotCommittedInPart() {
		BillingTemplate template = ruled(Policies.with(OnFailure.COMMIT_OBSERVED));
		assertThatIllegalStateException()
			.isThrownBy(() -> template.execute(Gating.describe().key("order-17").build(), () -> {
				UsageReporter.report(Usage.of(3));
				throw new IllegalStateException("failed");
			}));
		assertThat(this.listener.results()).containsExactly(SettlementResult.LEFT_OPEN);
		assertThat(this.gate.paths()).containsExactly("authorize");
	}

	@Test
	void aStableKeyIsNotLetPassWithoutALease() {
		this.gate.authorize().thenReject(402, "SERVER.CONFIG", "quota limit exhausted");
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(() -> Shape.BLOCKING
			.run(ruled(Policies.with(BillingMode.SOFT)), Gating.describe().key("order-17").build(), () -> 3));
		this.gate.authorize().thenNotAnswer(1);
		assertThatExceptionOfType(BillingUnavailableException.class).isThrownBy(() -> Shape.BLOCKING
			.run(ruled(Policies.with(OnUnreachable.ALLOW)), Gating.describe().key("order-17").build(), () -> 3));
	}

	@Test
	void nothingIsLetPassWhereNoLossIsAccepted() {
		this.gating.maxWaived(0, 10);
		this.gate.authorize().thenNotAnswer(1);
		assertThatExceptionOfType(BillingUnavailableException.class).isThrownBy(
				() -> Shape.BLOCKING.run(ruled(Policies.with(OnUnreachable.ALLOW)), Gating.operation(), () -> 3));
	}

	@Test
	void withoutAnEstimateThereIsNothingToCommit() throws Throwable {
		BillingTemplate template = ruled(Policies.with(OnMissingUsage.COMMIT_ESTIMATE));
		Shape.BLOCKING.run(template, Gating.operation(), () -> "text");
		Shape.BLOCKING.run(template, Gating.describe().estimatedQuantityMinor(4L).build(), () -> "text");
		assertThat(this.listener.admitted()).extracting(Lease::state)
			.containsExactly(Lease.State.CANCELLED, Lease.State.COMMITTED);
	}

	@Test
	void anOperationAsksOnce() {
		SettingsResolution resolution = new SettingsResolution(rules(FeatureSettings.INHERIT),
				new FeatureSettings(OperationPolicy.DEFAULT, null, Duration.ZERO, TokenMeters.NONE));
		SettingsResolution other = new SettingsResolution(FeatureRules.NONE, new FeatureSettings(
				Policies.with(BillingMode.SHADOW).orElse(OperationPolicy.DEFAULT), null, null, TokenMeters.NONE));
		Operation operation = Gating.describe().policy(Policies.with(OnFailure.COMMIT_OBSERVED)).build();
		FeatureSettings first = operation.settings(resolution);
		assertThat(operation.settings(resolution)).isSameAs(first);
		assertThat(operation.settings(other).policy().mode()).isEqualTo(BillingMode.SHADOW);
		assertThat(
				operation.mutate().policy(Policies.with(BillingMode.SOFT)).build().settings(resolution).policy().mode())
			.isEqualTo(BillingMode.SOFT);
	}

	private BillingTemplate ruled(OperationPolicy policy) {
		return ruled(new FeatureSettings(policy, null, null, TokenMeters.NONE));
	}

	private BillingTemplate ruled(FeatureSettings settings) {
		return this.gating.featureRules(rules(settings)).template();
	}

	private static FeatureRules rules(FeatureSettings settings) {
		return new FeatureRules(List.of(new FeatureRule("rule", new FeaturePattern("llm.*"), settings)));
	}

}

package ai.vluna.spring.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Aggregate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Operation}.
 */
class OperationTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "llm.chat", "a._/@:-9", "0" })
	void takesTheCodesThatTheGateTakes(String code) {
		assertThat(Operation.builder(code).build().featureCode()).isEqualTo(code);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".a", "a.", "a b", "a#b", "\u00e9t\u00e9" })
	void refusesTheCodesThatTheGateRefuses(String code) {
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.builder(code))
			.withMessageContaining("'featureCode'")
			.withMessageContaining("'" + code + "'");
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.builder("a").featureFamilyCode(code))
			.withMessageContaining("'featureFamilyCode'");
	}

	@Test
	void normalisesCodesAsTheGateDoes() {
		assertThat(Operation.builder(" LLM.Chat ").build().featureCode()).isEqualTo("llm.chat");
		assertThat(Operation.builder("a".repeat(128)).build().featureCode()).hasSize(128);
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.builder("a".repeat(129)));
	}

	@Test
	void refusesAnEstimateThatTheGateCannotTake() {
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.builder("a").estimatedQuantityMinor(-1L));
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.builder("a").estimatedQuantityMinor(1L << 53));
		assertThat(Operation.builder("a").estimatedQuantityMinor((1L << 53) - 1).build().estimatedQuantityMinor())
			.isEqualTo((1L << 53) - 1);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "budget-1", "6f1c2a7e-9b5d-4c08-a6e1-f2d3c4b5a69", "6f1c2a7e9b5d4c08a6e1f2d3c4b5a697" })
	void refusesABudgetOnWhichTheGateWouldFail(String budgetId) {
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.builder("a").budgetId(budgetId))
			.withMessageContaining("'budgetId'");
	}

	@Test
	void aKeyIsTheApplicationsOrTheCallers() {
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.builder("a").callerKey(" "));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Operation.builder("a").key("mine").callerKey("yours").build())
			.withMessageContaining("'callerKey'");
	}

	@Test
	void argumentsAreCopied() {
		Object[] arguments = { "a", null };
		Operation operation = Operation.builder("a").arguments(arguments).build();
		arguments[0] = "b";
		assertThat(operation.arguments()).containsExactly("a", null).isUnmodifiable();
	}

	@Test
	void labelsAreSortedAndCopied() {
		Map<String, String> labels = new HashMap<>(Map.of("b", "2", "a", "1"));
		Operation operation = Operation.builder("a").labels(labels).build();
		labels.clear();
		assertThat(operation.labels()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
	}

	@Test
	void aMutationKeepsWhatItDoesNotChange() {
		Operation operation = Gating.describe()
			.featureFamilyCode("llm")
			.budgetId("6f1c2a7e-9b5d-4c08-a6e1-f2d3c4b5a697")
			.labels(Map.of("a", "1"))
			.estimatedQuantityMinor(5L)
			.callerKey("k")
			.arguments("a")
			.policy(OperationPolicy.DEFAULT)
			.usageExtractors(List.of((value) -> null))
			.aggregate(Aggregate.SUM)
			.build();
		assertThat(operation.mutate().build()).usingRecursiveComparison().isEqualTo(operation);
		assertThat(operation.mutate().featureCode("other").build().featureCode()).isEqualTo("other");
	}

}

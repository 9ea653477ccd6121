package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;
import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.policy.OperationPolicy;
import ai.vluna.spring.usage.Aggregate;
import ai.vluna.spring.usage.UsageExtractors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.annotation.AnnotationConfigurationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for the mistakes in annotations that are found when a method is read.
 */
class InvalidBilledOperationTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final BilledOperationSource source = new BilledOperationSource(this.beanFactory,
			() -> new UsageExtractors(List.of()), new BillingDefaults(OperationPolicy.DEFAULT, false, false),
			new Misuses(null));

	InvalidBilledOperationTests() {
		this.beanFactory.addEmbeddedValueResolver(new MockEnvironment()::resolveRequiredPlaceholders);
		this.beanFactory.registerSingleton("text", "no extractor");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					noFeature           | feature          |                         |    | it is missing
					badFeature          | feature          | no spaces               |    | 'featureCode' must be 1 to 128
					badFamily           | featureFamily    | _                       |    | 'featureFamilyCode' must be
					placeholder         | feature          | a.${nowhere}            | 2  | a placeholder could not be resolved
					syntax              | principal        | #id +                   | 4  | it cannot be parsed
					templateSyntax      | feature          | f.#{#id +}              | 8  | it cannot be parsed
					openTemplate        | feature          | f.#{#id                 | 2  | it cannot be parsed
					unknownVariable     | principal        | #idd                    | 0  | there is no #idd
					unknownInTemplate   | feature          | f.#{#id}.#{ #idd}       | 12 | there is no #idd
					unknownIndex        | user             | 'a' + #a1               | 6  | there is no #a1
					nested              | user             | #id.concat(#idd)        | 11 | there is no #idd
					resultBefore        | key              | #result.id              | 0  | #result is not available before the work
					resultArgument      | key              | #result                 | 0  | #result is not available before the work
					forgottenHash       | principal        | id.trim()               | 0  | 'id' belongs to nothing
					forgottenQuotes     | principal        | acme                    | 0  | 'acme' belongs to nothing
					forgottenInner      | principal        | #id.concat(name)        | 11 | 'name' belongs to nothing
					unknownBean         | budget           | @nowhere.id             | 1  | there is no bean 'nowhere'
					function            | budget           | #f(1)                   | 0  | there are no functions
					assignment          | budget           | #id = 'x'               | 4  | it changes something
					braces              | principal        | #{#id}                  | 0  | the attribute is an expression as a whole
					fractionEstimate    | estimate         | 1.5                     |    | must be an integer
					textEstimate        | estimate         | 'much'                  |    | must be an integer
					emptyKey            | key              | ''                      |    | must not be empty
					zeroQuantity        | quantity         | 0                       |    | it is no quantity
					fractionQuantity    | quantity         | 0.5                     |    | is not an integer
					textQuantity        | quantity         | 'x'                     |    | must be an integer or a Usage
					noLabel             | labels[1]        | team                    |    | it is no label
					namelessLabel       | labels[0]        | =x                      |    | it is no label
					doubleLabel         | labels[1]        | a=2                     |    | 'a' is there twice
					unknownExtractor    | usageExtractor   | nowhere                 |    | there is no such bean
					wrongExtractor      | usageExtractor   | text                    |    | the bean is a java.lang.String
					countedQuantity     | quantity         | #result                 |    | it is never asked
					keyAndObserved      | onFailure        | COMMIT_OBSERVED         |    | under a stable key
					keyAndInterrupted   | onInterruption   | COMMIT_OBSERVED         |    | under a stable key
					keyAndSoft          | mode             | SOFT                    |    | would both be charged
					unacknowledged      | onUnreachable    | ALLOW                   |    | lost when the application stops
					estimateMissing     | onMissingUsage   | COMMIT_ESTIMATE         |    | there is no estimate
					""")
	void findsMistakesWhenTheMethodIsRead(String method, String attribute, @Nullable String value,
			@Nullable Integer position, String problem) {
		assertThatExceptionOfType(InvalidBilledOperationException.class).isThrownBy(() -> read(method))
			.satisfies((ex) -> {
				assertThat(ex.getMethod()).startsWith(Mistakes.class.getName() + "." + method + "(");
				assertThat(ex.getAttribute()).isEqualTo(attribute);
				assertThat(ex.getValue()).isEqualTo((value != null) ? value : "");
				assertThat(ex.getPosition()).isEqualTo(position);
				assertThat(ex.getProblem()).contains(problem);
				assertThat(ex.getRemedy()).endsWith(".");
				assertThat(ex).hasMessageContaining(ex.getMethod())
					.hasMessageContaining("'" + attribute + "'")
					.hasMessageContaining(problem)
					.hasMessageEndingWith(ex.getRemedy());
			});
	}

	@ParameterizedTest
	@MethodSource("policiesThatExcludeAKey")
	void aGlobalPolicyThatExcludesAKeyIsRefusedLikeTheMethodsOwn(String attribute, String value,
			OperationPolicy policy) {
		BilledOperationSource inheriting = new BilledOperationSource(this.beanFactory,
				() -> new UsageExtractors(List.of()),
				new BillingDefaults(policy.orElse(OperationPolicy.DEFAULT), true, false), new Misuses(null));
		assertThatExceptionOfType(InvalidBilledOperationException.class).isThrownBy(() -> read(inheriting, "keyed"))
			.satisfies((ex) -> {
				assertThat(ex.getAttribute()).isEqualTo(attribute);
				assertThat(ex.getValue()).isEqualTo(value);
				assertThat(ex.getProblem()).contains("it is inherited");
				assertThat(ex.getRemedy()).contains("for this method");
			});
		assertThatNoException().isThrownBy(() -> read(inheriting, "keyedWithPoliciesOfItsOwn"));
	}

	static List<Object[]> policiesThatExcludeAKey() {
		OperationPolicy none = OperationPolicy.DEFAULT;
		return List.of(
				new Object[] { "onFailure", "COMMIT_OBSERVED",
						new OperationPolicy(none.mode(), none.onUnreachable(), OnFailure.COMMIT_OBSERVED,
								none.onInterruption(), none.onMissingUsage(), none.onRateLimit(), none.onInnerCall()) },
				new Object[] { "onInterruption", "COMMIT_OBSERVED",
						new OperationPolicy(none.mode(), none.onUnreachable(), none.onFailure(),
								OnInterruption.COMMIT_OBSERVED, none.onMissingUsage(), none.onRateLimit(),
								none.onInnerCall()) },
				new Object[] { "onUnreachable", "ALLOW",
						new OperationPolicy(none.mode(), OnUnreachable.ALLOW, none.onFailure(), none.onInterruption(),
								none.onMissingUsage(), none.onRateLimit(), none.onInnerCall()) },
				new Object[] { "mode", "SOFT",
						new OperationPolicy(BillingMode.SOFT, none.onUnreachable(), none.onFailure(),
								none.onInterruption(), none.onMissingUsage(), none.onRateLimit(),
								none.onInnerCall()) });
	}

	@Test
	void saysAllInOneSentenceAndTheRemedyInAnother() {
		assertThatExceptionOfType(InvalidBilledOperationException.class).isThrownBy(() -> read("unknownVariable"))
			.withMessage("'principal' of @BilledOperation on " + Mistakes.class.getName()
					+ ".unknownVariable(String) is '#idd' (see position 0): there is no #idd. "
					+ "Use one of #a0, #id, #p0.");
	}

	@Test
	void leavesSpringsWordsAboutContradictingAliases() {
		assertThatExceptionOfType(AnnotationConfigurationException.class).isThrownBy(() -> read("aliases"));
	}

	@ParameterizedTest
	@CsvSource({ "future, Declare CompletableFuture or CompletionStage.",
			"ownFuture, Declare CompletableFuture or CompletionStage.", "connectable, 'Declare Flux, Mono or Flux.'",
			"ownStream, 'Return a CompletableFuture, a Mono or a Flux.'", "finalCloseable, Declare an interface of it.",
			"primitiveIterator, 'Declare Iterator, or a stream.'", "futureOfStream, Declare a Mono of it.",
			"ownResponse, Declare ResponseEntity.", "callable, 'Return a CompletableFuture, a Mono or a Flux.'",
			"emitter, 'Return a CompletableFuture, a Mono or a Flux.'",
			"deferred, 'Return a CompletableFuture, a Mono or a Flux.'" })
	void refusesResultsWhoseEndCannotBeObserved(String method, String remedy) {
		assertThatExceptionOfType(UnbillableMethodException.class).isThrownBy(() -> read(method)).satisfies((ex) -> {
			assertThat(ex.getMethod()).contains("Mistakes." + method + "()");
			assertThat(ex.getRemedy()).isEqualTo(remedy);
			assertThat(ex.getBeanName()).isNull();
		});
	}

	@Test
	void takesWhatOnlyLooksLikeAMistake() {
		assertThatNoException().isThrownBy(() -> read("sound"));
	}

	private void read(String name) {
		read(this.source, name);
	}

	private static void read(BilledOperationSource source, String name) {
		Method method = Arrays.stream(Mistakes.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		source.find(method, Mistakes.class);
	}

	interface OwnStream extends BaseStream<String, OwnStream> {

	}

	static class OwnResponse extends ResponseEntity<Flux<String>> {

		OwnResponse() {
			super(HttpStatus.OK);
		}

	}

	static class OwnFuture extends CompletableFuture<String> {

	}

	@SuppressWarnings("unused")
	abstract static class Mistakes {

		@BilledOperation
		abstract void noFeature();

		@BilledOperation("no spaces")
		abstract void badFeature();

		@BilledOperation(feature = "f", featureFamily = "_")
		abstract void badFamily();

		@BilledOperation("a.${nowhere}")
		abstract void placeholder();

		@BilledOperation(feature = "f", principal = "#id +")
		abstract void syntax(String id);

		@BilledOperation("f.#{#id +}")
		abstract void templateSyntax(String id);

		@BilledOperation("f.#{#id")
		abstract void openTemplate(String id);

		@BilledOperation(feature = "f", principal = "#idd")
		abstract void unknownVariable(String id);

		@BilledOperation("f.#{#id}.#{ #idd}")
		abstract void unknownInTemplate(String id);

		@BilledOperation(feature = "f", user = "'a' + #a1")
		abstract void unknownIndex(String id);

		@BilledOperation(feature = "f", user = "#id.concat(#idd)")
		abstract void nested(String id);

		@BilledOperation(feature = "f", key = "#result.id")
		abstract void resultBefore(String id);

		@BilledOperation(feature = "f", key = "#result")
		abstract void resultArgument(String result);

		@BilledOperation(feature = "f", principal = "id.trim()")
		abstract void forgottenHash(String id);

		@BilledOperation(feature = "f", principal = "acme")
		abstract void forgottenQuotes();

		@BilledOperation(feature = "f", principal = "#id.concat(name)")
		abstract void forgottenInner(String id);

		@BilledOperation(feature = "f", budget = "@nowhere.id")
		abstract void unknownBean();

		@BilledOperation(feature = "f", budget = "#f(1)")
		abstract void function();

		@BilledOperation(feature = "f", budget = "#id = 'x'")
		abstract void assignment(String id);

		@BilledOperation(feature = "f", principal = "#{#id}")
		abstract void braces(String id);

		@BilledOperation(feature = "f", estimate = "1.5")
		abstract void fractionEstimate();

		@BilledOperation(feature = "f", estimate = "'much'")
		abstract void textEstimate();

		@BilledOperation(feature = "f", key = "''")
		abstract void emptyKey();

		@BilledOperation(feature = "f", quantity = "0")
		abstract void zeroQuantity();

		@BilledOperation(feature = "f", quantity = "0.5")
		abstract void fractionQuantity();

		@BilledOperation(feature = "f", quantity = "'x'")
		abstract void textQuantity();

		@BilledOperation(feature = "f", labels = { "a=b", "team" })
		abstract void noLabel();

		@BilledOperation(feature = "f", labels = "=x")
		abstract void namelessLabel();

		@BilledOperation(feature = "f", labels = { "a=1", "a=2" })
		abstract void doubleLabel();

		@BilledOperation(feature = "f", usageExtractor = "nowhere")
		abstract void unknownExtractor();

		@BilledOperation(feature = "f", usageExtractor = "text")
		abstract void wrongExtractor();

		@BilledOperation(feature = "f", quantity = "#result", aggregate = Aggregate.COUNT)
		abstract void countedQuantity();

		@BilledOperation(feature = "f", key = "'k'")
		void keyed() {
		}

		@BilledOperation(feature = "f", key = "'k'", mode = BillingMode.ENFORCE, onUnreachable = OnUnreachable.DENY,
				onFailure = OnFailure.CANCEL, onInterruption = OnInterruption.CANCEL_UNLESS_FINAL)
		void keyedWithPoliciesOfItsOwn() {
		}

		@BilledOperation(feature = "f", key = "'k'", mode = BillingMode.SOFT)
		abstract void keyAndSoft();

		@BilledOperation(feature = "f", onUnreachable = OnUnreachable.ALLOW)
		abstract void unacknowledged();

		@BilledOperation(feature = "f", key = "'k'", onFailure = OnFailure.COMMIT_OBSERVED)
		abstract void keyAndObserved();

		@BilledOperation(feature = "f", key = "'k'", onInterruption = OnInterruption.COMMIT_OBSERVED)
		abstract void keyAndInterrupted();

		@BilledOperation(feature = "f", onMissingUsage = OnMissingUsage.COMMIT_ESTIMATE)
		abstract void estimateMissing();

		@BilledOperation(value = "a", feature = "b")
		abstract void aliases();

		@BilledOperation("f")
		abstract Future<String> future();

		@BilledOperation("f")
		abstract OwnFuture ownFuture();

		@BilledOperation("f")
		abstract ConnectableFlux<String> connectable();

		@BilledOperation("f")
		abstract OwnStream ownStream();

		@BilledOperation("f")
		abstract Scanner finalCloseable();

		@BilledOperation("f")
		abstract PrimitiveIterator.OfInt primitiveIterator();

		@BilledOperation("f")
		abstract CompletableFuture<Stream<String>> futureOfStream();

		@BilledOperation("f")
		abstract OwnResponse ownResponse();

		@BilledOperation("f")
		abstract Callable<String> callable();

		@BilledOperation("f")
		abstract SseEmitter emitter();

		@BilledOperation("f")
		abstract DeferredResult<String> deferred();

		@BilledOperation(feature = "f", principal = "#names[acme] ?: #names['other']?.trim()",
				user = "#ids.?[length() > 2 and #this != 'x'].![trim()].get(#ids.size() - 1)",
				budget = "{a: #ids.size()}['a']",
				estimate = "T(java.lang.Math).max(1, new java.math.BigDecimal(5).intValue())",
				quantity = "#result != null ? #result.length() : 1")
		abstract String sound(Map<String, String> names, List<String> ids);

	}

}

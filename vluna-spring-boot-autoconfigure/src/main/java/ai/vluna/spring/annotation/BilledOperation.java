package ai.vluna.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInnerCall;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.usage.Aggregate;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Gates and bills a method, or every public method of a class, through Vluna: authorized
 * before the work, committed with the actual usage after it, cancelled when it fails. May
 * be used as a meta-annotation.
 * <p>
 * Works for values, {@code void}, {@code CompletionStage}, {@code Mono} and {@code Flux};
 * reactive work is authorized for each subscription, never before.
 * <p>
 * Text attributes take <code>${...}</code> placeholders, resolved at start-up, and
 * <code>#{...}</code> expression templates over the arguments, by name. Attributes that
 * are expressions are so as a whole, without the braces. {@code #result} exists only
 * where it is mentioned, beans are reachable as {@code @beanName}. Everything is parsed
 * once, and a mistake fails at start-up.
 * <p>
 * All attempts at a method that is {@code @Retryable} as well are one operation: what
 * fails settles nothing, what succeeds is charged once.
 * <p>
 * What the {@code vluna.features} properties say about the feature goes before the
 * annotation; what is left to inherit is answered by {@code vluna.defaults}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Reflective
public @interface BilledOperation {

	/**
	 * Alias for {@link #feature()}.
	 * @return the feature code
	 */
	@AliasFor("feature")
	String value() default "";

	/**
	 * The feature that is used; a template.
	 * @return the feature code
	 */
	@AliasFor("value")
	String feature() default "";

	/**
	 * The family of the feature, for deployments that register unknown features by
	 * themselves; a template. Empty for the configured default.
	 * @return the feature family code
	 */
	String featureFamily() default "";

	/**
	 * An expression over {@code #result} (for a stream: the element) and the arguments
	 * that yields the usage: an integer in minor units, a {@code Usage}, or {@code null}
	 * for none. Empty to ask the extractors only.
	 * @return the expression
	 */
	String quantity() default "";

	/**
	 * An expression over the arguments that yields the expected usage in minor units; it
	 * only produces hints and serves {@link OnMissingUsage#COMMIT_ESTIMATE}.
	 * @return the expression
	 */
	String estimate() default "";

	/**
	 * An expression over the arguments that yields the customer's principal id. Empty, or
	 * yielding {@code null}, to ask the request.
	 * @return the expression
	 */
	String principal() default "";

	/**
	 * An expression over the arguments that yields the id of the customer's user. Empty,
	 * or yielding {@code null}, to ask the request.
	 * @return the expression
	 */
	String user() default "";

	/**
	 * An expression over the arguments that yields the id of the budget to charge, a
	 * UUID. Empty, or yielding {@code null}, for none.
	 * @return the expression
	 */
	String budget() default "";

	/**
	 * An expression over the arguments that yields a stable key: attempts under the same
	 * key, here or on another instance, are one operation. Must not yield {@code null}.
	 * Empty for a random key for each call.
	 * <p>
	 * A failed attempt leaves its lease open to the next one. What
	 * {@code COMMIT_OBSERVED}, {@link OnUnreachable#ALLOW} and {@link BillingMode#SOFT}
	 * book of one attempt would be in the next one's way, so they are refused here
	 * together with a key.
	 * @return the expression
	 */
	String key() default "";

	/**
	 * Attribution labels as {@code name=value}; values are templates.
	 * @return the labels
	 */
	String[] labels() default {};

	/**
	 * The name of the {@code UsageExtractor} bean to ask. Empty to choose by the type of
	 * the result.
	 * @return the bean name
	 */
	String usageExtractor() default "";

	/**
	 * How the usage of a stream follows from its elements.
	 * @return the aggregate
	 */
	Aggregate aggregate() default Aggregate.LAST;

	/**
	 * How seriously the gate's decision is taken.
	 * @return the mode
	 */
	BillingMode mode() default BillingMode.INHERIT;

	/**
	 * What happens while the gate does not answer.
	 * @return the policy
	 */
	OnUnreachable onUnreachable() default OnUnreachable.INHERIT;

	/**
	 * What happens when the work fails.
	 * @return the policy
	 */
	OnFailure onFailure() default OnFailure.INHERIT;

	/**
	 * What happens when a stream is interrupted.
	 * @return the policy
	 */
	OnInterruption onInterruption() default OnInterruption.INHERIT;

	/**
	 * What happens when successful work tells no usage.
	 * @return the policy
	 */
	OnMissingUsage onMissingUsage() default OnMissingUsage.INHERIT;

	/**
	 * What happens when there were too many authorize requests.
	 * @return the policy
	 */
	OnRateLimit onRateLimit() default OnRateLimit.INHERIT;

	/**
	 * What happens to calls inside that are billable themselves, such as those of a
	 * model. Billed methods inside billed methods are always charged on their own.
	 * @return the policy
	 */
	OnInnerCall onInnerCall() default OnInnerCall.INHERIT;

}

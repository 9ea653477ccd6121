package ai.vluna.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.policy.BillingMode;
import ai.vluna.spring.policy.OnFailure;
import ai.vluna.spring.policy.OnInterruption;
import ai.vluna.spring.policy.OnMissingUsage;
import ai.vluna.spring.policy.OnRateLimit;
import ai.vluna.spring.policy.OnUnreachable;
import ai.vluna.spring.usage.TokenKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of model and tool calls. Bound by Spring Boot, not meant to be constructed.
 *
 * @param models What models are billed as; of several patterns that match, the most
 * specific goes first. A model that none matches is billed as '{provider}.{model}'.
 * @param tools What tools are billed as; of several patterns that match, the most
 * specific goes first. A tool that none matches is not billed.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna")
public record VlunaModelProperties(@DefaultValue List<Model> models, @DefaultValue List<Tool> tools) {

	/**
	 * What some models are billed as. What is left out is said by a less specific
	 * pattern; what 'vluna.features' says about the feature goes first.
	 *
	 * @param model Provider and name of a model with a slash between them, or a text in
	 * which each '*' stands for any characters.
	 * @param feature Code of the feature, in which '{provider}' and '{model}' stand for
	 * the names. By default '{provider}.{model}'.
	 * @param featureFamily Feature family of the feature.
	 * @param meters Codes of the meters that charge for tokens, by kind. A kind without a
	 * meter is charged with the one it is a part of. Without any, the feature's primary
	 * meter charges for all.
	 * @param budget Id of the budget to charge.
	 * @param labels Attribution labels.
	 * @param mode How seriously the gate's decision is taken.
	 * @param onUnreachable What happens to new work while Vluna does not answer.
	 * @param onFailure What happens to a lease when the call fails.
	 * @param onInterruption What happens to a lease when a stream is interrupted.
	 * @param onMissingUsage What happens when a successful call tells no usage.
	 * @param onRateLimit What happens when there were too many requests.
	 * @param maxRateLimitWait Longest time for which an operation whose policy is to wait
	 * is held back.
	 */
	public record Model(@Nullable String model, @Nullable String feature, @Nullable String featureFamily,
			@DefaultValue Map<TokenKind, String> meters, @Nullable String budget,
			@DefaultValue Map<String, String> labels, @Nullable BillingMode mode, @Nullable OnUnreachable onUnreachable,
			@Nullable OnFailure onFailure, @Nullable OnInterruption onInterruption,
			@Nullable OnMissingUsage onMissingUsage, @Nullable OnRateLimit onRateLimit,
			@Nullable Duration maxRateLimitWait) {

		VlunaProperties.Feature toFeature() {
			return new VlunaProperties.Feature(null, this.featureFamily, this.mode, this.onUnreachable, this.onFailure,
					this.onInterruption, this.onMissingUsage, this.onRateLimit, null, this.maxRateLimitWait,
					this.meters);
		}

	}

	/**
	 * What some tools are billed as. What is left out is said by a less specific pattern;
	 * what 'vluna.features' says about the feature goes first.
	 *
	 * @param tool Name of a tool, or a text in which each '*' stands for any characters.
	 * @param feature Code of the feature, in which '{tool}' stands for the name. By
	 * default '{tool}'.
	 * @param featureFamily Feature family of the feature.
	 * @param quantity Quantity of one call in minor units. By default 1.
	 * @param budget Id of the budget to charge.
	 * @param labels Attribution labels.
	 * @param mode How seriously the gate's decision is taken.
	 * @param onUnreachable What happens to new work while Vluna does not answer.
	 * @param onFailure What happens to a lease when the call fails.
	 * @param onRateLimit What happens when there were too many requests.
	 * @param maxRateLimitWait Longest time for which an operation whose policy is to wait
	 * is held back.
	 */
	public record Tool(@Nullable String tool, @Nullable String feature, @Nullable String featureFamily,
			@Nullable Long quantity, @Nullable String budget, @DefaultValue Map<String, String> labels,
			@Nullable BillingMode mode, @Nullable OnUnreachable onUnreachable, @Nullable OnFailure onFailure,
			@Nullable OnRateLimit onRateLimit, @Nullable Duration maxRateLimitWait) {

		VlunaProperties.Feature toFeature() {
			return new VlunaProperties.Feature(null, this.featureFamily, this.mode, this.onUnreachable, this.onFailure,
					null, null, this.onRateLimit, null, this.maxRateLimitWait, Map.of());
		}

	}

}

package ai.vluna.spring.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.policy.NamePattern;
import ai.vluna.spring.policy.TokenMeters;
import ai.vluna.spring.usage.TokenKind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.StringUtils;

/**
 * Warns of meters that charge for some tokens and leave out others: with the first line
 * the primary meter charges for nothing any more.
 */
final class UnchargedTokens implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnchargedTokens.class);

	private final List<VlunaProperties.Feature> features;

	private final List<VlunaModelProperties.Model> models;

	UnchargedTokens(List<VlunaProperties.Feature> features, List<VlunaModelProperties.Model> models) {
		this.features = features;
		this.models = models;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (int i = 0; i < this.models.size(); i++) {
			VlunaModelProperties.Model model = this.models.get(i);
			if (!model.meters().isEmpty()) {
				// Which feature a model becomes is not known yet.
				warn("vluna.models[%d].meters".formatted(i), "unless 'vluna.features' has meters for them",
						Stream.concat(metersOfModels(String.valueOf(model.model())), metersOfFeatures("*")));
			}
		}
		for (int i = 0; i < this.features.size(); i++) {
			VlunaProperties.Feature feature = this.features.get(i);
			if (!feature.meters().isEmpty()) {
				// The meters of a model's rule reach no method that absorbs the call,
				// and no feature that a bean or a call names.
				warn("vluna.features[%d].meters".formatted(i), "unless the model's rule charges for them",
						metersOfFeatures(String.valueOf(feature.pattern())));
			}
		}
	}

	private Stream<TokenMeters> metersOfModels(String name) {
		return this.models.stream().filter((model) -> isMeant(model.model(), name)).map(this::meters);
	}

	private Stream<TokenMeters> metersOfFeatures(String code) {
		return this.features.stream()
			.filter((feature) -> isMeant(feature.pattern(), code))
			.map((feature) -> new TokenMeters(feature.meters()));
	}

	private TokenMeters meters(VlunaModelProperties.Model model) {
		return new TokenMeters(model.meters());
	}

	private static boolean isMeant(@Nullable String pattern, String text) {
		// A pattern that contains another one matches its text.
		return StringUtils.hasText(pattern) && new NamePattern(pattern).matches(text);
	}

	private static void warn(String property, String unless, Stream<TokenMeters> meters) {
		Set<TokenKind> uncharged = meters.reduce(TokenMeters.NONE, TokenMeters::orElse).uncharged();
		if (!uncharged.isEmpty()) {
			logger.warn(("'%s' leaves out %s: %s, such tokens are part of the quantity, but once there is a line for "
					+ "others, none charges for them. Set %s.")
				.formatted(property, joined(uncharged.stream(), "%s", ", "), unless, joined(
						uncharged.stream().filter((kind) -> kind.parent() == null), "'" + property + ".%s'", " and ")));
		}
	}

	private static String joined(Stream<TokenKind> kinds, String format, String delimiter) {
		return kinds.map((kind) -> format.formatted(FeatureRulesConfiguration.propertyOf(kind)))
			.collect(Collectors.joining(delimiter));
	}

}

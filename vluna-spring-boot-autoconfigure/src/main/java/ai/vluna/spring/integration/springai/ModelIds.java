package ai.vluna.spring.integration.springai;

import java.util.Locale;
import java.util.Map;

import ai.vluna.spring.model.ModelId;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * Whose model is it, and what is it called? The provider is known by the package of the
 * class: Spring AI has one for each.
 */
final class ModelIds {

	/**
	 * The name of a model that nobody calls by a name.
	 */
	static final String UNNAMED = "default";

	private static final String SPRING_AI = "org.springframework.ai.";

	/**
	 * Packages of Spring AI that are not called what their provider is.
	 */
	private static final Map<String, String> OTHERWISE = Map.of("azure", "azure-openai", "mistralai", "mistral",
			"zhipuai", "zhipu", "vertexai", "google");

	private ModelIds() {
	}

	static ModelId named(ModelId unnamed, @Nullable String name) {
		return (name != null && !name.isBlank()) ? new ModelId(unnamed.provider(), name, unnamed.kind()) : unnamed;
	}

	static String providerOf(Object model) {
		Class<?> type = AopUtils.getTargetClass(model);
		String name = type.getName();
		if (name.startsWith(SPRING_AI)) {
			String provider = name.substring(SPRING_AI.length(), name.indexOf('.', SPRING_AI.length()));
			return OTHERWISE.getOrDefault(provider, provider);
		}
		// Lambdas and proxies are called differently each time.
		String simpleName = (type.isSynthetic()) ? "" : type.getSimpleName();
		String provider = (simpleName.contains("$")) ? "" : simpleName.replaceFirst("(Chat|Embedding)?Model$", "");
		return (provider.isEmpty()) ? "custom" : provider.toLowerCase(Locale.ROOT);
	}

}

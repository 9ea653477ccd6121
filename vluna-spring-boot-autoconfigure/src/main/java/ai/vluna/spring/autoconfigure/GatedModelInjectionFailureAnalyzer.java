package ai.vluna.spring.autoconfigure;

import java.util.Map;

import ai.vluna.spring.integration.springai.GatedModel;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains why a model cannot be injected by its own class: it is behind a gate. Before
 * Boot's analyzer of beans that do not exist, which is what a gated model looks like once
 * it was created.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class GatedModelInjectionFailureAnalyzer extends AbstractFailureAnalyzer<BeansException> {

	private final @Nullable BeanFactory beanFactory;

	GatedModelInjectionFailureAnalyzer(@Nullable BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeansException cause) {
		BeanNotOfRequiredTypeException mismatch = findCause(rootFailure, BeanNotOfRequiredTypeException.class);
		if (mismatch != null) {
			return GatedModel.class.isAssignableFrom(mismatch.getActualType())
					? explain(mismatch.getBeanName(), mismatch.getRequiredType(), mismatch) : null;
		}
		NoSuchBeanDefinitionException missing = findCause(rootFailure, NoSuchBeanDefinitionException.class);
		Class<?> wanted = (missing != null && missing.getResolvableType() != null)
				? missing.getResolvableType().resolve() : null;
		String beanName = (wanted != null) ? behindGate(wanted) : null;
		return (beanName != null && wanted != null && missing != null) ? explain(beanName, wanted, missing) : null;
	}

	private @Nullable String behindGate(Class<?> wanted) {
		if (!(this.beanFactory instanceof ListableBeanFactory beans)) {
			return null;
		}
		for (Map.Entry<String, ?> bean : beans.getBeansOfType(GatedModel.class, false, false).entrySet()) {
			if (bean.getValue() instanceof GatedModel<?> model && wanted.isInstance(model.ungated())) {
				return bean.getKey();
			}
		}
		return null;
	}

	private static FailureAnalysis explain(String beanName, Class<?> wanted, Throwable cause) {
		String description = "The model '%s' was to be injected as '%s', but its calls are billed, for which it is "
			.formatted(beanName, wanted.getName())
				+ "behind a gate. A gate stands for the interface of a model, not for its class.";
		String action = """
				Inject the model by its interface, 'ChatModel' or 'EmbeddingModel'%s. \
				Or leave it ungated, and its calls unbilled, with 'vluna.spring-ai.models.%s.gate=false'; \
				'GatedChatModel.of' and 'GatedEmbeddingModel.of' bill the calls of a model that is no bean."""
			.formatted((wanted.getSimpleName().isEmpty()) ? "" : " instead of '" + wanted.getSimpleName() + "'",
					beanName);
		return new FailureAnalysis(description, action, cause);
	}

}

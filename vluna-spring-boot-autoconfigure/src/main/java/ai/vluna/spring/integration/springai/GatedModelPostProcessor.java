package ai.vluna.spring.integration.springai;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.model.ModelGate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.Model;
import org.springframework.ai.model.StreamingModel;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Gates the chat and embedding models among the beans, and reports which models are
 * billed and which are not. Without an order, so that it comes after the post-processors
 * that make proxies: advice that repeats calls is inside.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class GatedModelPostProcessor
		implements SmartInstantiationAwareBeanPostProcessor, SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(GatedModelPostProcessor.class);

	/**
	 * What is behind a scoped proxy, which is the one that is gated.
	 */
	private static final String SCOPED_TARGET = "scopedTarget.";

	private static final Set<String> CALLS = Set.of("call", "stream", "embed");

	private final Supplier<ModelGate> gate;

	private final Map<String, GatedModelSettings> settings;

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<String> gatedEarly = ConcurrentHashMap.newKeySet();

	private final Map<String, String> gated = new ConcurrentHashMap<>();

	private final Set<String> ungated = ConcurrentHashMap.newKeySet();

	/**
	 * Create a post-processor.
	 * @param gate returns what models are billed by, not asked before their first call
	 * @param settings the settings of models by the names of their beans
	 * @param beanFactory has the models
	 */
	public GatedModelPostProcessor(Supplier<ModelGate> gate, Map<String, GatedModelSettings> settings,
			ConfigurableListableBeanFactory beanFactory) {
		this.gate = gate;
		this.settings = Map.copyOf(settings);
		this.beanFactory = beanFactory;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		Object result = gate(bean, beanName);
		if (result != bean) {
			this.gatedEarly.add(beanName);
		}
		return result;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// In a circular reference others already have the gated model, which stands for
		// what comes here, also if there is a proxy between them.
		return (this.gatedEarly.remove(beanName)) ? bean : gate(bean, beanName);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.settings.keySet()
			.stream()
			.filter((name) -> !this.beanFactory.containsBean(name))
			.forEach((name) -> logger
				.warn("There is no bean '" + name + "' that 'vluna.spring-ai.models." + name + "' could be about"));
		Set<String> missed = missed();
		if (!missed.isEmpty()) {
			logger.warn("Calls of models are not billed, as these came to be before or past the post-processor that "
					+ "gates them: " + missed + ". Inject them lazily where a BeanPostProcessor or an aspect needs "
					+ "them, or make them with 'GatedChatModel.of' or 'GatedEmbeddingModel.of'; with "
					+ "'vluna.spring-ai.models.<name>.gate=false' they are meant to be free");
		}
		if (logger.isInfoEnabled() && !(this.gated.isEmpty() && this.ungated.isEmpty())) {
			logger.info("Spring AI models that are billed: " + new TreeMap<>(this.gated) + ", that are not: "
					+ new TreeSet<>(this.ungated));
		}
	}

	private Set<String> missed() {
		Set<String> missed = new TreeSet<>();
		for (Class<?> type : List.of(ChatModel.class, EmbeddingModel.class)) {
			for (String name : this.beanFactory.getBeanNamesForType(type, false, false)) {
				if (isUnseen(name)) {
					this.ungated.add(name);
					if (this.settings.getOrDefault(name, GatedModelSettings.DEFAULT).gate()) {
						missed.add(name);
					}
				}
			}
		}
		return missed;
	}

	// Only what is there already: whatever is made from now on comes by.
	private boolean isUnseen(String name) {
		if (this.gated.containsKey(name) || this.ungated.contains(name) || name.startsWith(SCOPED_TARGET)
				|| !this.beanFactory.containsSingleton(name)) {
			return false;
		}
		Object bean = this.beanFactory.getSingleton(name);
		return (bean instanceof ChatModel || bean instanceof EmbeddingModel) && !(bean instanceof GatedModel);
	}

	private Object gate(Object bean, String beanName) {
		if (bean instanceof ChatModel model) {
			return gate(model, beanName, (settings) -> new GatedChatModel(model, this.gate, settings));
		}
		if (bean instanceof EmbeddingModel model) {
			return gate(model, beanName, (settings) -> new GatedEmbeddingModel(model, this.gate, settings));
		}
		if (bean instanceof Model || bean instanceof StreamingModel) {
			this.ungated.add(beanName);
		}
		return bean;
	}

	private <M> M gate(M model, String beanName, Function<GatedModelSettings, ? extends M> decorator) {
		GatedModelSettings own = this.settings.getOrDefault(beanName, GatedModelSettings.DEFAULT);
		if (model instanceof GatedModel || beanName.startsWith(SCOPED_TARGET)) {
			return model;
		}
		if (!own.gate()) {
			this.ungated.add(beanName);
			return model;
		}
		requireNoAnnotation(AopUtils.getTargetClass(model), beanName);
		this.gated.put(beanName, own.providerOf(model));
		return decorator.apply(own);
	}

	private static void requireNoAnnotation(Class<?> type, String beanName) {
		boolean annotated = AnnotatedElementUtils.hasAnnotation(type, BilledOperation.class);
		for (Method method : type.getMethods()) {
			if (CALLS.contains(method.getName())
					&& (annotated || AnnotatedElementUtils.hasAnnotation(method, BilledOperation.class))) {
				throw new IllegalStateException(("'%s' of bean '%s' would be charged twice: models are billed without "
						+ "@BilledOperation. Remove the annotation, or keep it and set "
						+ "'vluna.spring-ai.models.%s.gate' to 'false'")
					.formatted(ClassUtils.getQualifiedMethodName(method, type), beanName, beanName));
			}
		}
	}

}

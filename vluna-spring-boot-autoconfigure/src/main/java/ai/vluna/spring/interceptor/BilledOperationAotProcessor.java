package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import ai.vluna.spring.annotation.BilledOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Keeps for native images what expressions reach by reflection: the members of arguments
 * and results of billed methods. Without them a quantity would fail after the work, and
 * the work would be free.
 */
final class BilledOperationAotProcessor implements BeanRegistrationAotProcessor {

	private static final BindingReflectionHintsRegistrar PROPERTIES = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> beanClass = registeredBean.getBeanClass();
		Set<Class<?>> types = new LinkedHashSet<>();
		for (Method method : BilledMethods.of(beanClass)) {
			MergedAnnotation<BilledOperation> annotation = BilledMethods.find(method, beanClass);
			if (annotation != null && hasExpression(annotation.synthesize())) {
				collect(ResolvableType.forMethodReturnType(method, beanClass), types);
				for (int i = 0; i < method.getParameterCount(); i++) {
					collect(ResolvableType.forMethodParameter(method, i, beanClass), types);
				}
			}
		}
		return types.isEmpty() ? null
				: (context, code) -> types.forEach((type) -> register(type, context.getRuntimeHints().reflection()));
	}

	private static boolean hasExpression(BilledOperation annotation) {
		return Stream.concat(Stream.of(annotation.feature(), annotation.featureFamily(), annotation.quantity(),
				annotation.estimate(), annotation.principal(), annotation.user(), annotation.budget(),
				annotation.key()), Stream.of(annotation.labels()))
			.anyMatch((text) -> text.contains("#"));
	}

	private static void collect(ResolvableType type, Set<Class<?>> types) {
		Class<?> resolved = type.resolve();
		if (resolved != null && !resolved.isPrimitive() && resolved != Object.class && resolved != Void.class
				&& !isAwaited(resolved)) {
			types.add(resolved);
		}
		for (ResolvableType generic : type.getGenerics()) {
			collect(generic, types);
		}
	}

	private static boolean isAwaited(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	private static void register(Class<?> type, ReflectionHints hints) {
		hints.registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
		if (!type.getName().startsWith("java.")) {
			PROPERTIES.registerReflectionHints(hints, type);
		}
	}

}

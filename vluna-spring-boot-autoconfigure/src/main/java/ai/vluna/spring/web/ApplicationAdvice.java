package ai.vluna.spring.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.annotation.ExceptionHandlerMappingInfo;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/**
 * Knows which exceptions the application handles itself. A handler <em>names</em> an
 * exception of billing if it was declared for its type or for a supertype that is
 * billing's own; a handler of {@code Exception} and the like is a catch-all, and has not
 * thought of billing. For internal use.
 *
 * @since 0.1.0
 * @since 0.1.0
 */
public final class ApplicationAdvice {

	private final ListableBeanFactory beanFactory;

	private final Map<Class<?>, ExceptionHandlerMethodResolver> controllers = new ConcurrentHashMap<>();

	private volatile @Nullable List<Advice> advices;

	/**
	 * Create the knowledge of an application.
	 * @param beanFactory the factory of the application's beans
	 */
	public ApplicationAdvice(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return whether a handler in a controller, or in an advice that applies to it, names
	 * an exception.
	 * @param failure the exception
	 * @param controllerType the type of the controller, or {@code null} if there is none
	 * @param accepted the content types that the client accepts
	 * @return whether the application answers the exception itself
	 */
	public boolean names(RuntimeException failure, @Nullable Class<?> controllerType, List<MediaType> accepted) {
		Predicate<ExceptionHandlerMethodResolver> naming = (handlers) -> accepted.stream()
			.anyMatch((mediaType) -> names(handlers, failure.getClass(), mediaType));
		if (controllerType != null
				&& naming.test(this.controllers.computeIfAbsent(controllerType, ExceptionHandlerMethodResolver::new))) {
			return true;
		}
		return advices().stream()
			.anyMatch(
					(advice) -> advice.bean().isApplicableToBeanType(controllerType) && naming.test(advice.handlers()));
	}

	/**
	 * Return the order of an advice of ours for an exception: behind the application's
	 * advices that name it, else in front of those that would catch it by chance.
	 * @param exceptionType the type of the exception
	 * @param ownType the type of our own advices
	 * @return the order
	 */
	public int orderFor(Class<? extends RuntimeException> exceptionType, Class<?> ownType) {
		List<Advice> handling = advices().stream()
			.filter((advice) -> advice.handles(exceptionType) && !ownType.isAssignableFrom(advice.type()))
			.toList();
		return handling.stream()
			.filter((advice) -> names(advice.handlers(), exceptionType, MediaType.ALL))
			.mapToInt((advice) -> advice.bean().getOrder())
			.max()
			.orElseGet(() -> handling.stream()
				.mapToInt((advice) -> Math.max(advice.bean().getOrder(), Ordered.HIGHEST_PRECEDENCE + 1) - 1)
				.min()
				.orElse(Ordered.LOWEST_PRECEDENCE));
	}

	private static boolean names(ExceptionHandlerMethodResolver handlers, Class<? extends RuntimeException> type,
			MediaType mediaType) {
		ExceptionHandlerMappingInfo handler = handlers.resolveExceptionMappingByExceptionType(type, mediaType);
		// What also handles this exception of the JDK handles more than billing's.
		return handler != null && handler.getExceptionTypes()
			.stream()
			.anyMatch((declared) -> declared.isAssignableFrom(type)
					&& !declared.isAssignableFrom(IllegalStateException.class));
	}

	private List<Advice> advices() {
		List<Advice> found = this.advices;
		if (found == null) {
			found = findAdvices();
			this.advices = found;
		}
		return found;
	}

	private List<Advice> findAdvices() {
		List<Advice> found = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForAnnotationIncludingAncestors(this.beanFactory,
				ControllerAdvice.class)) {
			ControllerAdvice annotation = this.beanFactory.findAnnotationOnBean(name, ControllerAdvice.class);
			if (annotation == null) {
				continue;
			}
			ControllerAdviceBean advice = new ControllerAdviceBean(name, this.beanFactory, annotation);
			Class<?> type = advice.getBeanType();
			if (type != null) {
				found.add(new Advice(advice, type, new ExceptionHandlerMethodResolver(type)));
			}
		}
		return List.copyOf(found);
	}

	private record Advice(ControllerAdviceBean bean, Class<?> type, ExceptionHandlerMethodResolver handlers) {

		boolean handles(Class<? extends RuntimeException> exceptionType) {
			return this.handlers.resolveExceptionMappingByExceptionType(exceptionType, MediaType.ALL) != null;
		}

	}

}

package ai.vluna.spring.interceptor;

import java.lang.reflect.Method;
import java.time.Duration;

import ai.vluna.spring.gate.OperationAttempts;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.resilience.annotation.Retryable;

/**
 * The retry that surrounds billing where a method is {@link Retryable} as well. Its
 * attempts are one operation: values and futures are tried again on copies of one
 * invocation, which share their user attributes; publishers are subscribed again, so that
 * what the attempts share is made when they are assembled.
 */
final class OuterRetry {

	private static final String ATTEMPTS = OuterRetry.class.getName() + ".ATTEMPTS";

	/**
	 * A publisher may be subscribed to at any time. What comes later than this is another
	 * operation.
	 */
	private static final Duration MEMORY_OF_PUBLISHERS = Duration.ofMinutes(1);

	private OuterRetry() {
	}

	/**
	 * Return whether calls of a method are tried again, looked up as Spring does.
	 * @param method the most specific method
	 * @param targetClass the class of the object that it is called on
	 * @return whether there is a retry
	 */
	static boolean surrounds(Method method, Class<?> targetClass) {
		return AnnotatedElementUtils.hasAnnotation(method, Retryable.class)
				|| AnnotatedElementUtils.hasAnnotation(targetClass, Retryable.class);
	}

	/**
	 * Return what the attempts share that a call consists of.
	 * @param invocation an attempt
	 * @param shape the shape of the method
	 * @return the attempts
	 */
	static OperationAttempts attemptsOf(MethodInvocation invocation, InvocationShape shape) {
		if (shape.kind() == InvocationShape.Kind.SINGLE || shape.kind() == InvocationShape.Kind.MULTIPLE) {
			return new OperationAttempts(MEMORY_OF_PUBLISHERS);
		}
		if (!(invocation instanceof ProxyMethodInvocation call)) {
			return new OperationAttempts();
		}
		if (call.getUserAttribute(ATTEMPTS) instanceof OperationAttempts known) {
			return known;
		}
		OperationAttempts attempts = new OperationAttempts();
		call.setUserAttribute(ATTEMPTS, attempts);
		return attempts;
	}

}

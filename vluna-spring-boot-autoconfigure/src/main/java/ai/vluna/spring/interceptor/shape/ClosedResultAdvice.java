package ai.vluna.spring.interceptor.shape;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Consumer;

import ai.vluna.spring.gate.OpenOperation;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Makes what is called on a result a part of the operation, and ends it.
 */
final class ClosedResultAdvice implements MethodInterceptor {

	private final Object result;

	private final OpenOperation operation;

	private final @Nullable BilledIterator<?> elements;

	ClosedResultAdvice(Object result, OpenOperation operation) {
		this.result = result;
		this.operation = operation;
		this.elements = (result instanceof Iterator<?> iterator) ? new BilledIterator<>(iterator, operation) : null;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		try {
			if (isCallOf("close", invocation)) {
				return close(invocation);
			}
			return (this.elements != null) ? iterate(this.elements, invocation)
					: this.operation.<@Nullable Object, Throwable>part(invocation::proceed);
		}
		finally {
			Reference.reachabilityFence(((ProxyMethodInvocation) invocation).getProxy());
		}
	}

	private @Nullable Object close(MethodInvocation invocation) throws Throwable {
		if (this.elements == null) {
			// What is closed may not be asked any more.
			this.operation.element(this.result);
		}
		Object nothing;
		try {
			nothing = this.operation.<@Nullable Object, Throwable>part(invocation::proceed);
		}
		catch (Throwable ex) {
			this.operation.interrupt();
			throw ex;
		}
		if (this.elements == null) {
			this.operation.complete();
		}
		else {
			this.operation.interrupt();
		}
		return nothing;
	}

	@SuppressWarnings("unchecked")
	private @Nullable Object iterate(BilledIterator<?> elements, MethodInvocation invocation) throws Throwable {
		if (isCallOf("hasNext", invocation)) {
			return elements.hasNext();
		}
		if (isCallOf("next", invocation)) {
			return elements.next();
		}
		if (isCallOf("forEachRemaining", invocation, Consumer.class)) {
			elements.forEachRemaining((Consumer<Object>) invocation.getArguments()[0]);
			return null;
		}
		return this.operation.<@Nullable Object, Throwable>part(invocation::proceed);
	}

	private static boolean isCallOf(String name, MethodInvocation invocation, Class<?>... parameters) {
		return invocation.getMethod().getName().equals(name)
				&& Arrays.equals(invocation.getMethod().getParameterTypes(), parameters);
	}

}

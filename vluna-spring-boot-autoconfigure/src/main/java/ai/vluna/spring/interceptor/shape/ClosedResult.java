package ai.vluna.spring.interceptor.shape;

import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.PrimitiveIterator;

import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;

/**
 * A result that is closed. Closing is its good end, unless it is an iterator as well:
 * then the last element is. The caller gets a proxy of the declared type.
 *
 * @param <R> the type of the result
 * @param type the declared type
 */
record ClosedResult<R>(Class<R> type) implements OngoingResult<R> {

	static @Nullable OngoingResult<?> find(Class<?> declared) {
		if (!AutoCloseable.class.isAssignableFrom(declared) && !Iterator.class.isAssignableFrom(declared)) {
			return null;
		}
		if (PrimitiveIterator.class.isAssignableFrom(declared)) {
			throw new UnbillableResultException("a billed iterator is no %s".formatted(declared.getName()),
					"Declare Iterator, or a stream.");
		}
		if (Modifier.isFinal(declared.getModifiers())) {
			throw new UnbillableResultException(
					"the work behind a %s goes on until it is closed, and its class is final"
						.formatted(declared.getName()),
					"Declare an interface of it.");
		}
		return new ClosedResult<>(declared);
	}

	@Override
	public R follow(R result, OpenOperation operation) {
		ProxyFactory factory = new ProxyFactory(result);
		factory.setProxyTargetClass(!this.type.isInterface());
		factory.addAdvice(new ClosedResultAdvice(result, operation));
		R billed = this.type.cast(factory.getProxy(result.getClass().getClassLoader()));
		operation.interruptWhenUnreachable(billed);
		return billed;
	}

}

package ai.vluna.spring.interceptor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.OperationAttempts;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Hands each call of a billed method to the {@link BillingTemplate}, in the shape of the
 * method. Of reactive work nothing happens before subscription, and each subscription
 * calls the method anew.
 * <p>
 * Safe for use by any number of threads. For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class BilledOperationInterceptor implements MethodInterceptor {

	private final BilledOperationSource source;

	private final Supplier<BillingTemplate> supplier;

	private volatile @Nullable BillingTemplate template;

	/**
	 * Create an interceptor.
	 * @param source knows what methods are billed as
	 * @param template asked for the template on the first billed calls, always for the
	 * same
	 */
	public BilledOperationInterceptor(BilledOperationSource source, Supplier<BillingTemplate> template) {
		this.source = source;
		this.supplier = template;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		BilledOperationSpec spec = this.source.find(invocation.getMethod(),
				(target != null) ? AopUtils.getTargetClass(target) : invocation.getMethod().getDeclaringClass());
		if (spec == null) {
			return invocation.proceed();
		}
		BillingTemplate template = template();
		@Nullable Object[] arguments = invocation.getArguments();
		InvocationShape shape = spec.shape();
		OperationAttempts attempts = spec.attempts(invocation);
		return switch (shape.kind()) {
			case VALUE ->
				template.<@Nullable Object, Throwable>execute(spec.operation(arguments, attempts), invocation::proceed);
			case UNDECLARED -> template.<@Nullable Object, Throwable>execute(spec.operation(arguments, attempts),
					() -> requireValue(invocation));
			case FUTURE ->
				(attempts != null) ? new RetriedFuture(invocation).bill(template, spec.operation(arguments, attempts))
						: template.executeAsync(spec.operation(arguments, null), () -> future(invocation));
			case SINGLE -> shape.toResult(
					template.executeMono(() -> spec.operation(arguments, attempts), publisher(shape, invocation)));
			case MULTIPLE -> shape.toResult(
					template.executeFlux(() -> spec.operation(arguments, attempts), publisher(shape, invocation)));
		};
	}

	private BillingTemplate template() {
		// Without a lock, which would block event loops on which the first calls meet.
		BillingTemplate known = this.template;
		if (known == null) {
			known = this.supplier.get();
			this.template = known;
		}
		return known;
	}

	private static @Nullable Object requireValue(MethodInvocation invocation) throws Throwable {
		Object result = invocation.proceed();
		if (result instanceof Future || result instanceof CompletionStage || (result != null
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass()) != null)) {
			throw new IllegalStateException("'%s' returned a %s although it declares no such type, so that its end "
					+ "cannot be billed: declare the type".formatted(invocation.getMethod(),
							result.getClass().getName()));
		}
		return result;
	}

	@SuppressWarnings("unchecked")
	private static @Nullable CompletionStage<@Nullable Object> future(MethodInvocation invocation) {
		try {
			return (CompletionStage<@Nullable Object>) invocation.proceed();
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static Supplier<@Nullable Publisher<Object>> publisher(InvocationShape shape, MethodInvocation invocation) {
		if (!(invocation instanceof ProxyMethodInvocation repeatable)) {
			throw new IllegalStateException("'%s' is not called through a Spring proxy, so that it cannot be called "
					+ "for each subscription".formatted(invocation.getMethod()));
		}
		return () -> {
			try {
				return shape.toPublisher(repeatable.invocableClone().proceed());
			}
			catch (Throwable ex) {
				return Mono.error(ex);
			}
		};
	}

}

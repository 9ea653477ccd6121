package ai.vluna.spring.interceptor;

import java.util.function.Supplier;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.gate.OperationAttempts;
import ai.vluna.spring.interceptor.shape.BilledCall;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;

/**
 * Hands each call of a billed method to the {@link BillingTemplate}, in the shape of the
 * method.
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
		return spec.shape().call(template(), new Call(spec, invocation, spec.attempts(invocation)));
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

	/**
	 * One call, with what is known of its method.
	 *
	 * @param spec what the method is billed as
	 * @param invocation the call
	 * @param attempts what it has in common with other attempts, if there may be any
	 */
	private record Call(BilledOperationSpec spec, MethodInvocation invocation,
			@Nullable OperationAttempts attempts) implements BilledCall {

		@Override
		public Operation operation() {
			return this.spec.operation(this.invocation.getArguments(), this.attempts);
		}

		@Override
		public boolean isRetried() {
			return this.attempts != null;
		}

		@Override
		public @Nullable Object proceed() throws Throwable {
			return this.invocation.proceed();
		}

		@Override
		public @Nullable Object proceedAnew() throws Throwable {
			if (!(this.invocation instanceof ProxyMethodInvocation repeatable)) {
				throw new IllegalStateException("'%s' is not called through a Spring proxy, so that it cannot be "
						+ "called for each subscription".formatted(this));
			}
			return repeatable.invocableClone().proceed();
		}

		@Override
		public String toString() {
			return this.invocation.getMethod().toString();
		}

	}

}

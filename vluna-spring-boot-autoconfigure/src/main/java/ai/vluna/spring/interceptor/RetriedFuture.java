package ai.vluna.spring.interceptor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a method that returns a future. A retry around it takes what the method
 * throws for a failure, but not a future that fails, and must find the same with billing.
 */
final class RetriedFuture {

	private final Thread caller = Thread.currentThread();

	private final MethodInvocation invocation;

	private @Nullable Throwable thrown;

	RetriedFuture(MethodInvocation invocation) {
		this.invocation = invocation;
	}

	/**
	 * Bill the attempt.
	 * @param template the template
	 * @param operation the operation
	 * @return the future of the method
	 * @throws Throwable what the method threw, if it was called on this thread
	 */
	CompletableFuture<@Nullable Object> bill(BillingTemplate template, Operation operation) throws Throwable {
		CompletableFuture<@Nullable Object> result = template.executeAsync(operation, this::attempt);
		if (this.thrown != null) {
			throw this.thrown;
		}
		return result;
	}

	@SuppressWarnings("unchecked")
	private @Nullable CompletionStage<@Nullable Object> attempt() {
		try {
			return (CompletionStage<@Nullable Object>) this.invocation.proceed();
		}
		catch (Throwable ex) {
			if (Thread.currentThread() == this.caller) {
				this.thrown = ex;
			}
			return CompletableFuture.failedFuture(ex);
		}
	}

}

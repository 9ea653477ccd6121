package ai.vluna.spring.context;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Binds a subject explicitly: to a block of code with {@link #with} or to a reactive
 * chain with {@link #write}. Such a subject wins over every other source but what the
 * operation itself says. It follows the work over threads and Reactor wherever
 * Micrometer's context propagation is on.
 *
 * @since 0.1.0
 */
public final class BillingSubjects {

	static final String CONTEXT_KEY = BillingSubject.class.getName();

	private static final ThreadLocal<@Nullable BillingSubject> CURRENT = new ThreadLocal<>();

	private BillingSubjects() {
	}

	/**
	 * Run code for a subject.
	 * @param <T> the type of the result
	 * @param <E> the type of exception the code may throw
	 * @param subject who pays
	 * @param code the code to run on this thread
	 * @return the result of the code
	 * @throws E if the code throws it
	 */
	public static <T extends @Nullable Object, E extends Throwable> T with(BillingSubject subject, Code<T, E> code)
			throws E {
		BillingSubject before = bind(subject);
		try {
			return code.run();
		}
		finally {
			bind(before);
		}
	}

	/**
	 * Run code for a subject.
	 * @param subject who pays
	 * @param code the code to run on this thread
	 */
	public static void with(BillingSubject subject, Runnable code) {
		BillingSubject before = bind(subject);
		try {
			code.run();
		}
		finally {
			bind(before);
		}
	}

	/**
	 * Return a function for {@code contextWrite} that binds a subject to everything
	 * upstream.
	 * @param subject who pays
	 * @return the function
	 */
	public static Function<Context, Context> write(BillingSubject subject) {
		return (context) -> context.put(CONTEXT_KEY, subject);
	}

	static @Nullable BillingSubject current() {
		return CURRENT.get();
	}

	static @Nullable BillingSubject bind(@Nullable BillingSubject subject) {
		BillingSubject before = CURRENT.get();
		if (subject != null) {
			CURRENT.set(subject);
		}
		else {
			CURRENT.remove();
		}
		return before;
	}

	/**
	 * Code that returns a value.
	 *
	 * @param <T> the type of the value
	 * @param <E> the type of exception it may throw
	 */
	@FunctionalInterface
	public interface Code<T extends @Nullable Object, E extends Throwable> {

		/**
		 * Run the code.
		 * @return the value
		 * @throws E if the code fails
		 */
		T run() throws E;

	}

}

package ai.vluna.spring.web;

import java.util.List;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.MissingBillingSubjectException;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.denial.BillingException;
import ai.vluna.spring.denial.BillingUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationAdvice}.
 */
class ApplicationAdviceTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void comesLastWhereNobodyHandlesTheException() {
		assertThat(orderOf(BillingDeniedException.class, NamesUnavailable.class)).isEqualTo(Ordered.LOWEST_PRECEDENCE);
	}

	@Test
	void standsInFrontOfTheFirstCatchAll() {
		assertThat(orderOf(BillingDeniedException.class, CatchesAll.class, CatchesAllFirst.class))
			.isEqualTo(Ordered.HIGHEST_PRECEDENCE);
	}

	@Test
	void standsBehindTheLastThatNamesTheException() {
		assertThat(orderOf(BillingDeniedException.class, NamesFamily.class, CatchesAll.class)).isEqualTo(5);
	}

	@Test
	void oneThatNamesAnotherExceptionAndCatchesAllIsACatchAll() {
		assertThat(orderOf(BillingDeniedException.class, NamesUnavailableAndCatchesAll.class)).isEqualTo(6);
		ApplicationAdvice advice = new ApplicationAdvice(this.context);
		assertThat(advice.orderFor(BillingUnavailableException.class, Own.class)).isEqualTo(7);
	}

	@Test
	void ourOwnAdvicesDoNotCount() {
		assertThat(orderOf(BillingDeniedException.class, Own.class)).isEqualTo(Ordered.LOWEST_PRECEDENCE);
	}

	@Test
	void aHandlerOfIllegalStatesHasNotThoughtOfAMissingSubject() {
		this.context.register(CatchesIllegalStates.class);
		this.context.refresh();
		assertThat(new ApplicationAdvice(this.context)
			.names(new MissingBillingSubjectException(BillingIdentity.UNKNOWN), Object.class, List.of(MediaType.ALL)))
			.isFalse();
	}

	@Test
	void aHandlerThatListsTheExceptionAmongOthersNamesIt() {
		this.context.register(NamesMissingSubjectAmongOthers.class);
		this.context.refresh();
		assertThat(new ApplicationAdvice(this.context)
			.names(new MissingBillingSubjectException(BillingIdentity.UNKNOWN), Object.class, List.of(MediaType.ALL)))
			.isTrue();
	}

	private int orderOf(Class<? extends RuntimeException> exceptionType, Class<?>... advices) {
		this.context.register(advices);
		this.context.refresh();
		return new ApplicationAdvice(this.context).orderFor(exceptionType, Own.class);
	}

	@ControllerAdvice
	@Order(10)
	static class CatchesAll {

		@ExceptionHandler(Exception.class)
		void handle() {
		}

	}

	@ControllerAdvice
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class CatchesAllFirst {

		@ExceptionHandler(Throwable.class)
		void handle() {
		}

	}

	@ControllerAdvice
	@Order(5)
	static class NamesFamily {

		@ExceptionHandler(BillingException.class)
		void handle() {
		}

	}

	@ControllerAdvice
	static class NamesUnavailable {

		@ExceptionHandler(BillingUnavailableException.class)
		void handle() {
		}

	}

	@ControllerAdvice
	@Order(7)
	static class NamesUnavailableAndCatchesAll {

		@ExceptionHandler(BillingUnavailableException.class)
		void handle() {
		}

		@ExceptionHandler(RuntimeException.class)
		void handleOthers() {
		}

	}

	@ControllerAdvice
	static class CatchesIllegalStates {

		@ExceptionHandler(IllegalStateException.class)
		void handle() {
		}

	}

	@ControllerAdvice
	static class NamesMissingSubjectAmongOthers {

		@ExceptionHandler({ MissingBillingSubjectException.class, Exception.class })
		void handle() {
		}

	}

	@ControllerAdvice
	static class Own implements Ordered {

		@Override
		public int getOrder() {
			throw new IllegalStateException("Asked for its order while it is being worked out");
		}

		@ExceptionHandler(BillingDeniedException.class)
		void handle() {
		}

	}

}

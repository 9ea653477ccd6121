package ai.vluna.spring.web.servlet;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HttpServletBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InboundKeyFilter} and {@link ServletInboundKeys}.
 */
class InboundKeyFilterTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final ServletInboundKeys keys = new ServletInboundKeys();

	@AfterEach
	void leaveTheRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void knowsNothingOutsideARequestOrWithoutAHeader() throws Exception {
		assertThat(this.keys.find(Context.empty())).isNull();
		assertThat(filtered()).isNull();
	}

	@Test
	void theKeyIsThatOfTheRequestOnTheThread() throws Exception {
		this.request.addHeader("idempotency-key", " 8e03978e-40d5 ");
		assertThat(filtered()).isEqualTo("8e03978e-40d5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void anEmptyHeaderIsNoKey(String value) throws Exception {
		this.request.addHeader("Idempotency-Key", value);
		assertThat(filtered()).isNull();
	}

	@Test
	void severalHeadersAreOneKeyOfTheirOwn() throws Exception {
		this.request.addHeader("Idempotency-Key", "a");
		this.request.addHeader("Idempotency-Key", "b");
		assertThat(filtered()).isEqualTo("a,b");
	}

	@Test
	void theKeyGoesWithPropagatedAttributesBeyondTheRequest() throws Exception {
		this.request.addHeader("Idempotency-Key", "a");
		assertThat(filtered()).isEqualTo("a");
		RequestAttributesThreadLocalAccessor accessor = new RequestAttributesThreadLocalAccessor();
		RequestAttributes snapshot = accessor.getValue();
		((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).requestCompleted();
		accessor.setValue(snapshot);
		assertThat(this.keys.find(Context.empty())).isEqualTo("a");
	}

	private @Nullable String filtered() throws Exception {
		AtomicReference<@Nullable String> found = new AtomicReference<>();
		new InboundKeyFilter().doFilter(this.request, new MockHttpServletResponse(),
				new MockFilterChain(new HttpServletBean() {

					@Override
					protected void service(jakarta.servlet.http.HttpServletRequest request,
							jakarta.servlet.http.HttpServletResponse response) {
						RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
						found.set(InboundKeyFilterTests.this.keys.find(Context.empty()));
					}

				}));
		return found.get();
	}

}

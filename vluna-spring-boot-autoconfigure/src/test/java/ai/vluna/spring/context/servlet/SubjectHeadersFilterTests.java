package ai.vluna.spring.context.servlet;

import java.util.List;

import ai.vluna.spring.context.BillingIdentity;
import ai.vluna.spring.context.SubjectHeaders;
import ai.vluna.spring.context.TrustedHops;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.servlet.HttpServletBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SubjectHeadersFilter} and {@link ServletHeaderSubjectResolver}.
 */
class SubjectHeadersFilterTests {

	private static final BillingIdentity ACME = BillingIdentity.of("acme", "alice");

	private final SubjectHeadersFilter filter = new SubjectHeadersFilter(
			new SubjectHeaders("X-Customer", "X-User", TrustedHops.of(List.of("10.0.0.0/8"))));

	private final ServletHeaderSubjectResolver resolver = new ServletHeaderSubjectResolver();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final ServletRequestAttributes attributes = new ServletRequestAttributes(this.request);

	@BeforeEach
	void comeFromTheProxy() {
		this.request.setRemoteAddr("10.0.0.1");
		this.request.addHeader("X-Customer", "acme");
		this.request.addHeader("X-User", "alice");
	}

	@AfterEach
	void leaveTheRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void knowsNothingOutsideARequestOrWithoutTheFilter() {
		assertThat(this.resolver.resolve()).isNull();
		RequestContextHolder.setRequestAttributes(this.attributes);
		assertThat(this.resolver.resolve()).isNull();
	}

	@Test
	void knowsWhatATrustedHopSaid() throws Exception {
		enter(this.filter);
		assertThat(this.resolver.resolve()).isEqualTo(ACME);
	}

	@Test
	void aSecondHeaderSaysNothing() throws Exception {
		this.request.addHeader("X-User", "bob");
		enter(this.filter);
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.of("acme", null));
	}

	@Test
	void anotherHopIsNotHeard() throws Exception {
		this.request.setRemoteAddr("172.16.0.1");
		enter(this.filter);
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void aForwardedAddressIsNoHop() throws Exception {
		this.request.setRemoteAddr("172.16.0.1");
		this.request.addHeader("X-Forwarded-For", "10.0.0.1");
		enter(new ForwardedHeaderFilter(), this.filter);
		assertThat(this.resolver.resolve()).isEqualTo(BillingIdentity.UNKNOWN);
	}

	@Test
	void aHopIsHeardForAForwardedClient() throws Exception {
		this.request.addHeader("X-Forwarded-For", "172.16.0.1");
		enter(new ForwardedHeaderFilter(), this.filter);
		assertThat(this.resolver.resolve()).isEqualTo(ACME);
	}

	@Test
	void propagatedAttributesKeepItWhenTheRequestServesSomebodyElse() throws Exception {
		enter(this.filter);
		RequestAttributes propagated = new RequestAttributesThreadLocalAccessor().getValue();
		this.attributes.requestCompleted();
		assertThatIllegalStateException().isThrownBy(this.resolver::resolve);
		this.request.clearAttributes();
		this.request.removeHeader("X-User");
		this.request.addHeader("X-User", "bob");
		RequestContextHolder.setRequestAttributes(propagated);
		assertThat(this.resolver.resolve()).isEqualTo(ACME);
	}

	private void enter(Filter... filters) throws Exception {
		new MockFilterChain(new HttpServletBean() {
		}, filters).doFilter(this.request, new MockHttpServletResponse());
		RequestContextHolder.setRequestAttributes(this.attributes);
	}

}

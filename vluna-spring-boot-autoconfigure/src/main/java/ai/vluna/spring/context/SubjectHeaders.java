package ai.vluna.spring.context;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Request headers in which trusted hops, such as a proxy that authenticates callers, say
 * who pays.
 *
 * @param principal the name of the header with the customer, if there is one
 * @param user the name of the header with the customer's user, if there is one
 * @param hops the hops that may say so
 * @since 0.1.0
 */
public record SubjectHeaders(@Nullable String principal, @Nullable String user, TrustedHops hops) {

	/**
	 * Read what a hop says. A header that comes twice says nothing, as one of the two may
	 * be the client's.
	 * @param hop the IP address at the other end of the connection, if it has one
	 * @param values returns the values of a header by its name
	 * @return what is known, which is nothing if the hop is not trusted
	 */
	public BillingIdentity read(@Nullable String hop, Function<String, List<String>> values) {
		if (!this.hops.contain(hop)) {
			return BillingIdentity.UNKNOWN;
		}
		return BillingIdentity.of(single(this.principal, values), single(this.user, values));
	}

	private static @Nullable String single(@Nullable String name, Function<String, List<String>> values) {
		List<String> found = (name != null) ? values.apply(name) : List.of();
		return (found.size() == 1 && StringUtils.hasText(found.get(0))) ? found.get(0) : null;
	}

}

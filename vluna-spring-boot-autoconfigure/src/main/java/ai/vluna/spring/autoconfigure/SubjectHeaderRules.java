package ai.vluna.spring.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import ai.vluna.spring.context.SubjectHeaders;
import ai.vluna.spring.context.TrustedHops;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Checks the configured headers and hops.
 */
final class SubjectHeaderRules {

	static final String PRINCIPAL = "vluna.subject.headers.principal";

	static final String USER = "vluna.subject.headers.user";

	private static final String HOPS = "vluna.subject.headers.trusted-hops";

	private static final String FORWARD_STRATEGY = "server.forward-headers-strategy";

	private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private SubjectHeaderRules() {
	}

	static SubjectHeaders of(VlunaProperties.Headers headers, Environment environment) {
		SubjectHeaders checked = new SubjectHeaders(nameOf(PRINCIPAL, headers.principal(), headers),
				nameOf(USER, headers.user(), headers), hopsOf(headers.trustedHops()));
		requireAddressOfConnection(environment);
		return checked;
	}

	private static @Nullable String nameOf(String property, @Nullable String name, VlunaProperties.Headers headers) {
		if (name == null) {
			return null;
		}
		if (!HEADER_NAME.matcher(name).matches()) {
			throw new InvalidConfigurationPropertyValueException(property, name,
					"It is not the name of a header: choose one such as 'X-Customer-Id', or remove the property.");
		}
		if (headers.trustedHops().isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(property, name,
					"Nobody is trusted to send the header: list the addresses of your proxies in '" + HOPS + "'.");
		}
		return name;
	}

	private static TrustedHops hopsOf(List<String> hops) {
		try {
			return TrustedHops.of(hops);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(HOPS, String.join(",", hops), ex.getMessage() + ".");
		}
	}

	private static void requireAddressOfConnection(Environment environment) {
		// Servers that handle forwarded headers themselves hide the address of the
		// connection
		// behind one that a client may have made up. Spring's own handling does not.
		String strategy = environment.getProperty(FORWARD_STRATEGY);
		CloudPlatform platform = CloudPlatform.getActive(environment);
		boolean handledByServer = (strategy != null) ? strategy.equalsIgnoreCase("native")
				: (platform != null && platform.isUsingForwardHeaders());
		if (handledByServer) {
			throw new InvalidConfigurationPropertyValueException(FORWARD_STRATEGY, strategy,
					"The server itself handles forwarded headers, which is the default on cloud platforms, and so '"
							+ HOPS + "' cannot tell who sent '" + PRINCIPAL + "' and '" + USER
							+ "': choose 'framework' or 'none'.");
		}
	}

}

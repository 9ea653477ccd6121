package ai.vluna.integration.webflux;

import java.util.List;
import java.util.Locale;

import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/**
 * Who signed in, and for which customer.
 */
public class Caller extends User {

	private static final long serialVersionUID = 1L;

	private final String customerId;

	Caller(String name, String customerId) {
		super(name, "{noop}" + name, List.of(new SimpleGrantedAuthority("ROLE_" + name.toUpperCase(Locale.ROOT))));
		this.customerId = customerId;
	}

	public String getCustomerId() {
		return this.customerId;
	}

}

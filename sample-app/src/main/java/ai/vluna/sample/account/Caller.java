package ai.vluna.sample.account;

import java.util.Collection;
import java.util.List;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * A user who signs in, and the customer that pays for them. The starter reads
 * {@code customerId} because {@code vluna.subject.principal} names it.
 */
public final class Caller implements UserDetails {

	private final String username;

	private final String customerId;

	Caller(String username, String customerId) {
		this.username = username;
		this.customerId = customerId;
	}

	@Override
	public String getUsername() {
		return this.username;
	}

	public String getCustomerId() {
		return this.customerId;
	}

	@Override
	public String getPassword() {
		return "{noop}" + this.username;
	}

	@Override
	public Collection<? extends GrantedAuthority> getAuthorities() {
		return List.of();
	}

}

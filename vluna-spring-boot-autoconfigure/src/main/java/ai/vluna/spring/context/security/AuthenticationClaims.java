package ai.vluna.spring.context.security;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.util.ClassUtils;

/**
 * Finds a claim of an authentication by name: a claim of its token, an attribute of its
 * OAuth 2 principal, an entry of a map or a property of any other principal.
 */
final class AuthenticationClaims {

	private static final boolean OAUTH2_PRESENT = ClassUtils.isPresent(
			"org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal",
			AuthenticationClaims.class.getClassLoader());

	private AuthenticationClaims() {
	}

	static @Nullable String find(Authentication authentication, String name) {
		Object value = value(authentication.getPrincipal(), name);
		if (value == null && OAUTH2_PRESENT) {
			// A token stays the credentials where a converter replaced the principal.
			value = OAuth2.value(authentication.getCredentials(), name);
		}
		return (value != null) ? text(value, name) : null;
	}

	private static @Nullable Object value(@Nullable Object principal, String name) {
		if (principal == null) {
			return null;
		}
		Object value = OAUTH2_PRESENT ? OAuth2.value(principal, name) : null;
		return (value != null) ? value : property(principal, name);
	}

	private static @Nullable Object property(Object principal, String name) {
		if (principal instanceof Map<?, ?> map) {
			return map.get(name);
		}
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(principal);
		return properties.isReadableProperty(name) ? properties.getPropertyValue(name) : null;
	}

	private static String text(Object value, String name) {
		if (value instanceof CharSequence || value instanceof UUID || value instanceof Enum<?>) {
			return value.toString();
		}
		if (value instanceof Number) {
			return new BigDecimal(value.toString()).toPlainString();
		}
		throw new IllegalArgumentException(("Claim '%s' must be a text or a number to tell who pays, but is of type "
				+ "'%s'. Name another claim, or register a BillingSubjectResolver that chooses")
			.formatted(name, value.getClass().getName()));
	}

	/**
	 * Keeps the optional types away from applications without them.
	 */
	private static final class OAuth2 {

		static @Nullable Object value(@Nullable Object source, String name) {
			if (source instanceof ClaimAccessor claims && claims.getClaims().get(name) != null) {
				return claims.getClaims().get(name);
			}
			return (source instanceof OAuth2AuthenticatedPrincipal principal) ? principal.getAttribute(name) : null;
		}

	}

}

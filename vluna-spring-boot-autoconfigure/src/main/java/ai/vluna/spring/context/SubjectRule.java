package ai.vluna.spring.context;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where the principal or the user comes from, as configured: {@code fixed:<id>},
 * {@code claim:<name>}, {@code authenticated} or {@code resolver}. There is no default,
 * as balance and quotas depend on it.
 *
 * @param source where the value comes from
 * @param argument the id of a fixed value or the name of a claim, else {@code null}
 * @since 0.1.0
 */
public record SubjectRule(Source source, @Nullable String argument) {

	/**
	 * Create a rule.
	 * @param source where the value comes from
	 * @param argument the id of a fixed value or the name of a claim
	 * @throws IllegalArgumentException if the argument does not belong to the source
	 */
	public SubjectRule {
		Assert.isTrue((argument != null) == source.hasArgument(),
				() -> "'argument' must be given for a fixed value or a claim, and only then");
	}

	/**
	 * Read a rule from the value of a property.
	 * @param property the name of the property, for messages
	 * @param value the value of the property
	 * @return the rule
	 * @throws IllegalArgumentException if the value is not a rule; the message names the
	 * property, the value and the remedy
	 */
	public static SubjectRule parse(String property, String value) {
		String text = value.strip();
		for (Source source : Source.values()) {
			if (!source.hasArgument() && text.equals(source.text)) {
				return new SubjectRule(source, null);
			}
			if (source.hasArgument() && text.startsWith(source.text)) {
				return new SubjectRule(source, argument(property, value, source));
			}
		}
		throw new IllegalArgumentException(
				("'%s' must be 'fixed:<id>', 'claim:<name>', 'authenticated' or 'resolver', but is '%s'")
					.formatted(property, value));
	}

	private static String argument(String property, String value, Source source) {
		String argument = value.strip().substring(source.text.length()).strip();
		if (argument.isEmpty()) {
			throw new IllegalArgumentException("'%s' must name what follows '%s', such as '%s', but is '%s'"
				.formatted(property, source.text, source.example, value));
		}
		if (source == Source.FIXED) {
			BillingSubject.requireHeaderValue(property, argument);
		}
		return argument;
	}

	/**
	 * Return the id of a fixed value.
	 * @return the id, or {@code null} if the value comes from elsewhere
	 */
	public @Nullable String fixedId() {
		return (this.source == Source.FIXED) ? this.argument : null;
	}

	/**
	 * Return the name of a claim.
	 * @return the name, or {@code null} if the value comes from elsewhere
	 */
	public @Nullable String claimName() {
		return (this.source == Source.CLAIM) ? this.argument : null;
	}

	/**
	 * Return whether the value comes from Spring Security's authentication.
	 * @return whether an authentication is needed
	 */
	public boolean needsAuthentication() {
		return this.source == Source.CLAIM || this.source == Source.AUTHENTICATED;
	}

	/**
	 * Where a value comes from.
	 */
	public enum Source {

		/**
		 * The same value for all work.
		 */
		FIXED("fixed:", "fixed:acme"),

		/**
		 * A claim, an attribute or a property of the authenticated principal.
		 */
		CLAIM("claim:", "claim:customer_id"),

		/**
		 * The name of the authenticated principal.
		 */
		AUTHENTICATED("authenticated", null),

		/**
		 * A {@link BillingSubjectResolver} of the application.
		 */
		RESOLVER("resolver", null);

		private final String text;

		private final @Nullable String example;

		Source(String text, @Nullable String example) {
			this.text = text;
			this.example = example;
		}

		private boolean hasArgument() {
			return this.example != null;
		}

	}

}

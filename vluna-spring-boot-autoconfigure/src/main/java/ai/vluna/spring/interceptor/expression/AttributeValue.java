package ai.vluna.spring.interceptor.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.usage.Usage;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.util.StringUtils;

/**
 * What an attribute yields for a call: always the same, or the value of an expression. A
 * value of no use is an {@link IllegalArgumentException} that names the attribute; what
 * the application's own code throws during an evaluation is left as it is.
 * <p>
 * For internal use: it may change without notice.
 *
 * @param attribute the attribute
 * @param expression the expression, or {@code null} for a constant
 * @param constant the constant
 * @param variables the variables that the expression mentions
 * @since 0.1.0
 */
public record AttributeValue(BilledAttribute attribute, @Nullable Expression expression, @Nullable Object constant,
		Set<String> variables) {

	static AttributeValue constant(BilledAttribute attribute, @Nullable Object value) {
		return new AttributeValue(attribute, null, value, Set.of());
	}

	/**
	 * Return whether the attribute says anything.
	 * @return whether there is a text
	 */
	public boolean isPresent() {
		return this.attribute.isPresent();
	}

	/**
	 * Return whether all calls have the same value.
	 * @return whether there is no expression
	 */
	public boolean isConstant() {
		return this.expression == null;
	}

	/**
	 * Return the value of a template, in which anything may be put.
	 * @param context the context of the call
	 * @return the text, or {@code null} for none
	 */
	public @Nullable String template(EvaluationContext context) {
		return get(context, Object::toString);
	}

	/**
	 * Return the value of an expression that yields a text. Bytes, which is what headers
	 * of messages are made of, are text in UTF-8. Objects that merely have a
	 * {@code toString} are refused: they would make identities nobody knows.
	 * @param context the context of the call
	 * @return the text, or {@code null} for none
	 */
	public @Nullable String text(EvaluationContext context) {
		return get(context, AttributeValue::toText);
	}

	/**
	 * Return a text that must be there.
	 * @param text the text
	 * @return the text
	 * @throws IllegalArgumentException if there is none
	 */
	public String required(@Nullable String text) {
		if (text == null) {
			throw new IllegalArgumentException(
					"'%s' (%s) must not be null".formatted(this.attribute.name(), this.attribute.text()));
		}
		return text;
	}

	/**
	 * Return the value of an expression that yields an integer.
	 * @param context the context of the call
	 * @return the integer, or {@code null} for none
	 */
	public @Nullable Long integer(EvaluationContext context) {
		return get(context, AttributeValue::toInteger);
	}

	/**
	 * Return the value of an expression that yields usage.
	 * @param context the context of the call
	 * @return the usage, or {@code null} for none
	 */
	public @Nullable Usage usage(EvaluationContext context) {
		return get(context, AttributeValue::toUsage);
	}

	private <T> @Nullable T get(EvaluationContext context, Function<Object, T> conversion) {
		try {
			Object value = (this.expression != null) ? this.expression.getValue(context) : this.constant;
			return (value != null) ? conversion.apply(value) : null;
		}
		catch (EvaluationException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'%s' (%s) %s".formatted(this.attribute.name(), this.attribute.text(), ex.getMessage()), ex);
		}
	}

	private static String toText(Object object) {
		Object value = (object instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : object;
		if (!(value instanceof CharSequence || value instanceof Number || value instanceof UUID)) {
			throw unexpected("a text, a number or a UUID", value);
		}
		if (!StringUtils.hasText(value.toString())) {
			throw new IllegalArgumentException("must not be empty");
		}
		return value.toString();
	}

	private static Long toInteger(Object value) {
		if (!(value instanceof Number)) {
			throw unexpected("an integer", value);
		}
		try {
			return new BigDecimal(value.toString()).longValueExact();
		}
		catch (ArithmeticException | NumberFormatException ex) {
			throw new IllegalArgumentException("must be an integer, but is %s".formatted(value), ex);
		}
	}

	private static Usage toUsage(Object value) {
		if (value instanceof Usage usage) {
			return usage;
		}
		if (value instanceof Number number) {
			return Usage.of(number);
		}
		throw unexpected("an integer or a Usage", value);
	}

	private static IllegalArgumentException unexpected(String expected, Object value) {
		return new IllegalArgumentException("must be %s, but is a %s".formatted(expected, value.getClass().getName()));
	}

}

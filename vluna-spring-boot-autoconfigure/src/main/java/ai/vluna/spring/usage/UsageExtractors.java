package ai.vluna.spring.usage;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The extractors of an application, in order. The choice is made once for each class of
 * value.
 *
 * @since 0.1.0
 */
public final class UsageExtractors {

	private static final UsageExtractor<Object> NONE = (value) -> null;

	private final List<Candidate> candidates;

	private final Map<Class<?>, UsageExtractor<Object>> chosen = new ConcurrentHashMap<>();

	/**
	 * Create the choice.
	 * @param candidates the extractors in order
	 */
	public UsageExtractors(List<Candidate> candidates) {
		this.candidates = List.copyOf(candidates);
	}

	/**
	 * Read the usage of a value with the first extractor that fits its class.
	 * @param value the value
	 * @return the usage, or {@code null} when no extractor fits or the value tells none
	 */
	public @Nullable Usage extract(Object value) {
		return this.chosen.computeIfAbsent(value.getClass(), this::choose).extract(value);
	}

	/**
	 * Return whether some extractor could read values of a type.
	 * @param type the declared type of the values
	 * @return whether one fits the type or may fit a subtype of it
	 */
	public boolean mayRead(Class<?> type) {
		Class<?> valueType = ClassUtils.resolvePrimitiveIfNecessary(type);
		return this.candidates.stream()
			.anyMatch((candidate) -> candidate.valueType().isAssignableFrom(valueType)
					|| valueType.isAssignableFrom(candidate.valueType()));
	}

	private UsageExtractor<Object> choose(Class<?> type) {
		for (Candidate candidate : this.candidates) {
			if (candidate.valueType().isAssignableFrom(type)) {
				return candidate.cast();
			}
		}
		return NONE;
	}

	/**
	 * An extractor and the type of the values it reads.
	 *
	 * @param extractor the extractor
	 * @param valueType the type
	 */
	public record Candidate(UsageExtractor<?> extractor, Class<?> valueType) {

		/**
		 * Create a candidate from what is declared about an extractor.
		 * @param extractor the extractor
		 * @param declared the most specific type known of it
		 * @return the candidate; one whose type argument is unknown reads any value
		 */
		public static Candidate of(UsageExtractor<?> extractor, ResolvableType declared) {
			return new Candidate(extractor, declared.as(UsageExtractor.class).getGeneric(0).resolve(Object.class));
		}

		@SuppressWarnings("unchecked")
		private UsageExtractor<Object> cast() {
			return (UsageExtractor<Object>) this.extractor;
		}

	}

}

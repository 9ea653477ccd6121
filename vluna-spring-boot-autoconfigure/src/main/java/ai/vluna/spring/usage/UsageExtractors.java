package ai.vluna.spring.usage;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

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
		Class<?> type = value.getClass();
		UsageExtractor<Object> extractor = this.chosen.get(type);
		// A plain get first: computeIfAbsent may lock although the choice is there.
		return ((extractor != null) ? extractor : this.chosen.computeIfAbsent(type, this::choose)).extract(value);
	}

	/**
	 * Return whether an extractor may be able to read values of a declared type.
	 * @param type the declared type
	 * @return whether the values of an extractor can be of that type
	 */
	public boolean mayRead(Class<?> type) {
		return this.candidates.stream()
			.map(Candidate::valueType)
			.anyMatch((valueType) -> valueType.isAssignableFrom(type) || type.isAssignableFrom(valueType));
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
		 * @param declared the types that are known of it: the first that tells the type
		 * of the values counts
		 * @return the candidate; one of whose values nothing is told reads any
		 */
		public static Candidate of(UsageExtractor<?> extractor, ResolvableType... declared) {
			for (ResolvableType type : declared) {
				Class<?> valueType = type.as(UsageExtractor.class).getGeneric(0).resolve();
				if (valueType != null) {
					return new Candidate(extractor, valueType);
				}
			}
			return new Candidate(extractor, Object.class);
		}

		/**
		 * Read the usage of a value if it is of the right type.
		 * @param value the value
		 * @return the usage, or {@code null} when the type is another or the value tells
		 * none
		 */
		public @Nullable Usage extract(Object value) {
			return this.valueType.isInstance(value) ? cast().extract(value) : null;
		}

		@SuppressWarnings("unchecked")
		private UsageExtractor<Object> cast() {
			return (UsageExtractor<Object>) this.extractor;
		}

	}

}

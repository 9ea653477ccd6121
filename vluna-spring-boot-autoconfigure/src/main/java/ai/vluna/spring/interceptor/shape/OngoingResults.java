package ai.vluna.spring.interceptor.shape;

import java.util.ArrayList;
import java.util.List;

import ai.vluna.spring.gate.OngoingResult;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * All that is known of results that go on with the work: what was contributed, then what
 * the Java library has.
 */
final class OngoingResults {

	private final List<OngoingResult<?>> known = new ArrayList<>();

	OngoingResults(List<OngoingResult<?>> contributed) {
		this.known.addAll(contributed);
		this.known.addAll(StreamResult.KINDS);
		this.known.add(new IteratorResult());
	}

	/**
	 * Find out how to follow results.
	 * @param type the type that a method declares
	 * @return knows how, or {@code null} when such results are values
	 * @throws UnbillableResultException if such results cannot be followed
	 */
	@Nullable OngoingResult<?> find(ResolvableType type) {
		if (HttpTypes.isEntity(type)) {
			return EntityResult.find(type, this);
		}
		Class<?> declared = type.toClass();
		for (OngoingResult<?> kind : this.known) {
			if (kind.type() == declared || (!kind.isReplaced() && kind.type().isAssignableFrom(declared))) {
				return kind;
			}
		}
		DeferredResults.refuse(declared);
		return ClosedResult.find(declared);
	}

	/**
	 * Return whether an object is more than a value.
	 * @param result what a method returned
	 * @return whether it goes on with the work
	 */
	boolean goesOn(Object result) {
		return this.known.stream().anyMatch((kind) -> kind.type().isInstance(result));
	}

}

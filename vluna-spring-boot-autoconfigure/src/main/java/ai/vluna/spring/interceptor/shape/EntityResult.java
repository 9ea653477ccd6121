package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;

/**
 * A response whose body goes on with the work.
 *
 * @param body knows how to follow the body
 */
record EntityResult(OngoingResult<?> body) implements OngoingResult<HttpEntity<?>> {

	static @Nullable OngoingResult<?> find(ResolvableType type, OngoingResults others) {
		ResolvableType bodyType = HttpTypes.bodyOf(type);
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(bodyType.toClass());
		OngoingResult<?> body = (adapter != null) ? new PublisherResult(adapter) : others.find(bodyType);
		if (body == null) {
			return null;
		}
		if (type.toClass() != HttpEntity.class && type.toClass() != ResponseEntity.class) {
			throw new UnbillableResultException("a billed response is no %s".formatted(type.toClass().getName()),
					"Declare ResponseEntity.");
		}
		return new EntityResult(body);
	}

	@Override
	@SuppressWarnings("unchecked")
	public Class<HttpEntity<?>> type() {
		return (Class<HttpEntity<?>>) (Class<?>) HttpEntity.class;
	}

	@Override
	public HttpEntity<?> follow(HttpEntity<?> result, OpenOperation operation) {
		Object followed = OngoingShape.follow(this.body, result.getBody(), operation);
		return (result instanceof ResponseEntity<?> response)
				? new ResponseEntity<>(followed, response.getHeaders(), response.getStatusCode())
				: new HttpEntity<>(followed, result.getHeaders());
	}

}

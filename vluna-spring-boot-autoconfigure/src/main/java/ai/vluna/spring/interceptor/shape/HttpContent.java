package ai.vluna.spring.interceptor.shape;

import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpEntity;

/**
 * Shows the body of responses and the data of events to an extractor. An event without
 * data tells nothing.
 *
 * @param extractor the extractor
 */
record HttpContent(UsageExtractor<Object> extractor) implements UsageExtractor<Object> {

	@Override
	public @Nullable Usage extract(Object value) {
		Object content = HttpTypes.unwrap(value);
		if (content != null) {
			return this.extractor.extract(content);
		}
		return (value instanceof HttpEntity) ? extractWithoutValue() : null;
	}

	@Override
	public @Nullable Usage extractWithoutValue() {
		return this.extractor.extractWithoutValue();
	}

}

package ai.vluna.spring.benchmarks.call;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaCall;
import ai.vluna.spring.client.VlunaResponse;
import reactor.core.publisher.Mono;

/**
 * A call whose answer is there before it is sent.
 */
record AnsweredCall<T>(CallContext context, byte[] body, Mono<VlunaResponse<T>> answer) implements VlunaCall<T> {

	@Override
	public String path() {
		return "/";
	}

	@Override
	public Mono<VlunaResponse<T>> send() {
		return this.answer;
	}

}

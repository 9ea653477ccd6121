package ai.vluna.sample.web;

import java.util.concurrent.CompletableFuture;

import ai.vluna.sample.billed.AsyncSummaries;
import ai.vluna.sample.billed.BlockingSummaries;
import ai.vluna.sample.billed.StreamedSummaries;
import ai.vluna.sample.billed.SummaryEvent;
import ai.vluna.sample.thrift.AffordableSummaries;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same summary in three shapes, and what the caller can afford of it.
 */
@RestController
@RequestMapping("/api/summaries")
class SummaryController {

	private final BlockingSummaries blocking;

	private final AsyncSummaries async;

	private final StreamedSummaries streamed;

	private final AffordableSummaries affordable;

	SummaryController(BlockingSummaries blocking, AsyncSummaries async, StreamedSummaries streamed,
			AffordableSummaries affordable) {
		this.blocking = blocking;
		this.async = async;
		this.streamed = streamed;
		this.affordable = affordable;
	}

	@PostMapping
	SummaryAnswer summarise(@RequestBody TextRequest request) {
		return SummaryAnswer.of(this.blocking.summarise(request.requiredText()));
	}

	@PostMapping("/async")
	CompletableFuture<SummaryAnswer> summariseAsync(@RequestBody TextRequest request) {
		return this.async.summarise(request.requiredText()).thenApply(SummaryAnswer::of);
	}

	@PostMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<SummaryEvent>> stream(@RequestBody TextRequest request) {
		return this.streamed.summarise(request.requiredText()).map((event) -> ServerSentEvent.builder(event).build());
	}

	@PostMapping("/affordable")
	SummaryAnswer summariseAffordably(@RequestBody TextRequest request) {
		return SummaryAnswer.of(this.affordable.summarise(request.requiredText()));
	}

}

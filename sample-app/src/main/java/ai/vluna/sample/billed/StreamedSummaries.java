package ai.vluna.sample.billed;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.Summary;
import ai.vluna.spring.annotation.BilledOperation;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Service;

/**
 * A stream: authorized on subscription, committed on completion, cancelled when the
 * reader leaves before the usage is known.
 */
@Service
public class StreamedSummaries {

	private static final Duration READING_PACE = Duration.ofMillis(50);

	private final Summariser summariser;

	StreamedSummaries(Summariser summariser) {
		this.summariser = summariser;
	}

	@BilledOperation(feature = "sample.summary")
	public Flux<SummaryEvent> summarise(String text) {
		return Flux.defer(() -> Flux.fromIterable(events(this.summariser.summarise(text)))).delayElements(READING_PACE);
	}

	private static List<SummaryEvent> events(Summary summary) {
		List<String> sentences = summary.sentences();
		int last = sentences.size() - 1;
		return IntStream.rangeClosed(0, last)
			.mapToObj((i) -> new SummaryEvent(sentences.get(i), (i == last) ? summary.usage() : null))
			.toList();
	}

}

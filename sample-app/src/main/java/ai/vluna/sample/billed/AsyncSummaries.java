package ai.vluna.sample.billed;

import java.util.concurrent.CompletableFuture;

import ai.vluna.sample.text.Summariser;
import ai.vluna.sample.text.Summary;
import ai.vluna.spring.annotation.BilledOperation;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Service;

/**
 * A future: authorized before the method runs, committed when the future completes.
 */
@Service
public class AsyncSummaries {

	private final Summariser summariser;

	private final AsyncTaskExecutor executor;

	AsyncSummaries(Summariser summariser, AsyncTaskExecutor executor) {
		this.summariser = summariser;
		this.executor = executor;
	}

	@BilledOperation(feature = "sample.summary")
	public CompletableFuture<Summary> summarise(String text) {
		return this.executor.submitCompletable(() -> this.summariser.summarise(text));
	}

}

package ai.vluna.integration.instances.shutdown;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Works on letters one after the other, on a thread that Spring knows nothing of, as the
 * containers of message listeners do. At its end the one in work is finished, the others
 * are left.
 */
@Component
class Mailbox implements SmartLifecycle {

	private final ExecutorService reader = Executors.newSingleThreadExecutor();

	private final Work work;

	private volatile boolean running;

	Mailbox(Work work) {
		this.work = work;
	}

	/**
	 * Put a letter in.
	 * @param letter the name of the work
	 * @return completes when it is done
	 */
	CompletableFuture<String> post(String letter) {
		CompletableFuture<String> result = new CompletableFuture<>();
		this.reader.execute(() -> {
			if (this.running) {
				result.complete(this.work.value(letter));
			}
		});
		return result;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.reader.execute(callback);
		this.reader.shutdown();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}

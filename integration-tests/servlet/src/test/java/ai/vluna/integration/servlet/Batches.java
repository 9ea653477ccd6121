package ai.vluna.integration.servlet;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;

import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Billed methods that Spring calls when, and as often as, it likes.
 */
public class Batches {

	private final AtomicInteger failures = new AtomicInteger();

	@Retryable(maxRetries = 3, delay = 10)
	@BilledOperation(feature = "text", quantity = "#result.length()")
	public String translate(String text) {
		if (this.failures.getAndDecrement() > 0) {
			throw new WorkFailedException(text);
		}
		return text;
	}

	@ConcurrencyLimit(1)
	@BilledOperation(feature = "text", quantity = "#text.length()")
	public void limited(String text, CountDownLatch begun, CountDownLatch end) throws InterruptedException {
		begun.countDown();
		end.await();
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.DAYS)
	@BilledOperation(feature = "text")
	public void nightly() {
		UsageReporter.report(Usage.of(7));
	}

	/**
	 * Let translations fail.
	 * @param times how often
	 */
	public void failTimes(int times) {
		this.failures.set(times);
	}

}

package ai.vluna.spring.delivery;

import java.time.Duration;

import ai.vluna.spring.delivery.store.Backoff;

import org.springframework.util.Assert;

/**
 * How stored settlements are sent.
 *
 * @param patience how many settlements in a row are not answered before the gate is left
 * alone
 * @param backoff how long it is left alone then
 * @param pause how long it is left alone when something has to be mended first
 * @param probeTimeout the longest time for which one settlement is sent, and no other, to
 * find out whether the gate is back
 * @since 0.1.0
 */
public record SenderSettings(int patience, Backoff backoff, Duration pause, Duration probeTimeout) {

	/**
	 * Create settings.
	 * @param patience the number of failures
	 * @param backoff the waits
	 * @param pause the wait for a remedy
	 * @param probeTimeout the longest wait for one answer
	 */
	public SenderSettings {
		Assert.isTrue(patience > 0, "'patience' must be positive");
		Assert.isTrue(pause.toMillis() > 0, "'pause' must be positive");
		Assert.isTrue(probeTimeout.toMillis() > 0, "'probeTimeout' must be positive");
	}

}

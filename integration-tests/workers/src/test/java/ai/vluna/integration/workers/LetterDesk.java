package ai.vluna.integration.workers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What became of letters, and what holds up those who work on them.
 */
class LetterDesk {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final List<String> begun = new CopyOnWriteArrayList<>();

	private final List<String> refused = new CopyOnWriteArrayList<>();

	private final CountDownLatch open = new CountDownLatch(1);

	private final CountDownLatch deliveryOver = new CountDownLatch(1);

	private final CountDownLatch seen = new CountDownLatch(1);

	void begin(String letter) {
		this.begun.add(letter);
		await(this.open);
	}

	void refuse(String letter) {
		this.refused.add(letter);
	}

	/**
	 * Tell that delivery is over, and wait until somebody looked.
	 */
	void deliveryIsOver() {
		this.deliveryOver.countDown();
		await(this.seen);
	}

	boolean isDeliveryOver() {
		return this.deliveryOver.getCount() == 0;
	}

	void goOn() {
		this.seen.countDown();
	}

	void open() {
		this.open.countDown();
	}

	List<String> begun() {
		return this.begun;
	}

	List<String> refused() {
		return this.refused;
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("Nobody let the work go on");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody is to be interrupted", ex);
		}
	}

}

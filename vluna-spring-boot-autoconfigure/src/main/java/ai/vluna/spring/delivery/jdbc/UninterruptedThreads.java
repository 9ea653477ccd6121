package ai.vluna.spring.delivery.jdbc;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Threads that use a database and are not interrupted at their end. H2 closes a database
 * when one of the threads that read and write its file is interrupted, also for all
 * others, which may be those of the application. Whoever ends these in a hurry ends what
 * they wait for instead. Nobody must cancel what they do with an interruption.
 */
final class UninterruptedThreads extends ScheduledThreadPoolExecutor {

	private volatile Runnable instead = () -> {
	};

	/**
	 * Create threads, which do not keep the process alive.
	 * @param count how many
	 * @param prefix how their names begin
	 */
	UninterruptedThreads(int count, String prefix) {
		super(count, factory(prefix));
	}

	private static CustomizableThreadFactory factory(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	/**
	 * Set what is done when the threads would be interrupted.
	 * @param instead ends what they wait for; may be called more than once
	 */
	void insteadOfInterrupting(Runnable instead) {
		this.instead = instead;
	}

	/**
	 * Take nothing more and end what the threads wait for, instead of interrupting them.
	 * What is queued for now is still done, what is repeated is not.
	 * @return nothing
	 */
	@Override
	public List<Runnable> shutdownNow() {
		shutdown();
		this.instead.run();
		return List.of();
	}

}

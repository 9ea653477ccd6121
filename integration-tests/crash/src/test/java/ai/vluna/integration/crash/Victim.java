package ai.vluna.integration.crash;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import ai.vluna.spring.denial.BillingUnavailableException;
import ai.vluna.spring.gate.WaiverBounds;
import reactor.core.scheduler.Schedulers;

/**
 * The main class of a process that bills without end, and is killed. It says on its
 * standard output what its callers were told.
 */
public final class Victim {

	private static final int CALLERS = 8;

	private static final WaiverBounds NO_BOUNDS = new WaiverBounds(Integer.MAX_VALUE, Integer.MAX_VALUE,
			Duration.ofDays(1), Duration.ofDays(1));

	private final Seed seed;

	private final String life;

	private final Queue<String> unfinished;

	private final Application application;

	private final AtomicInteger numbers = new AtomicInteger();

	private Victim(Seed seed, String life, List<String> unfinished, Application application) {
		this.seed = seed;
		this.life = life;
		this.unfinished = new ConcurrentLinkedQueue<>(unfinished);
		this.application = application;
	}

	/**
	 * Open an application as a victim has it.
	 * @param gate its gate
	 * @param store the address of its store
	 * @param flaw what it does wrong
	 * @return the application
	 */
	static Application open(GateAccess gate, String store, Flaw flaw) {
		Clock clock = Clock.systemUTC();
		return new Application(gate, Store.open(store, clock, Schedulers.parallel()), flaw, NO_BOUNDS, clock,
				Schedulers.parallel());
	}

	/**
	 * Bill until the end.
	 * @param args the gate in four words, the store, the flaw, the seed, the name of this
	 * life and the names of operations to do again
	 */
	public static void main(String[] args) {
		Application application = open(new GateAccess(args[0], args[1], args[2], args[3]), args[4],
				Flaw.valueOf(args[5]));
		Victim victim = new Victim(new Seed(Long.parseLong(args[6])), args[7],
				Arrays.asList(args).subList(8, args.length), application);
		for (int i = 0; i < CALLERS; i++) {
			new Thread(victim::callForEver, "caller-" + i).start();
		}
	}

	private void callForEver() {
		while (true) {
			String again = this.unfinished.poll();
			call(Plan.of(this.seed, (again != null) ? again : this.life + "." + this.numbers.incrementAndGet()));
		}
	}

	private void call(Plan plan) {
		if (plan.stable()) {
			Report.begun(plan.name());
		}
		try {
			plan.shape()
				.call(this.application.template(), plan.operation(), plan.usage(), () -> Report.returned(plan.name()));
		}
		catch (BillingUnavailableException ex) {
			// As the policy wants it.
		}
		catch (CompletionException ex) {
			if (!(ex.getCause() instanceof BillingUnavailableException)) {
				Report.failed(plan.name(), ex);
			}
		}
		catch (RuntimeException ex) {
			Report.failed(plan.name(), ex);
		}
	}

}

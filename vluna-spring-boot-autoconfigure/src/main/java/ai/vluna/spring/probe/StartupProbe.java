package ai.vluna.spring.probe;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import ai.vluna.spring.client.BlockingAwait;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.interceptor.BilledFeatures;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Asks the gate once per start whether it accepts the key, knows the realm, and has a
 * price for each feature that the application is known to bill: after all beans are made,
 * and before the web server, schedulers and listeners start. Waits for the answer, but
 * not for longer than the timeout.
 *
 * @since 0.1.0
 */
public final class StartupProbe implements SmartLifecycle {

	/**
	 * The phase, far before that of web servers and listeners.
	 */
	public static final int PHASE = DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(StartupProbe.class);

	private final CatalogueProbe catalogue;

	private final Supplier<BilledFeatures> features;

	private final ProbeMode mode;

	private final Duration timeout;

	private volatile boolean running;

	/**
	 * Create a probe.
	 * @param client asks the gate
	 * @param subject who asks, as the gate sells to somebody only
	 * @param features tells what is billed, once all beans are made
	 * @param mode what happens when something is wrong
	 * @param timeout the longest time for which the start is held up
	 */
	public StartupProbe(VlunaClient client, BillingSubject subject, Supplier<BilledFeatures> features, ProbeMode mode,
			Duration timeout) {
		this.catalogue = new CatalogueProbe(client, subject);
		this.features = features;
		this.mode = mode;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		if (this.mode != ProbeMode.OFF) {
			probe(this.features.get());
		}
		this.running = true;
	}

	private void probe(BilledFeatures billed) {
		if (billed.onlyWatched()) {
			return;
		}
		if (!billed.computed().isEmpty()) {
			logger.debug("Not checked, as expressions tell their features: " + billed.computed());
		}
		try {
			List<Finding> findings = BlockingAwait.await(this.catalogue.compare(billed.named()).timeout(this.timeout),
					"Start the application elsewhere");
			if (findings.isEmpty()) {
				logger.debug("The gate accepts the key and has a price for each of " + billed.named().keySet());
			}
			else {
				report(findings, null);
			}
		}
		catch (StartupProbeException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			report(List.of(Obstacles.of(ex, this.timeout)), ex);
		}
	}

	private void report(List<Finding> findings, @Nullable Throwable cause) {
		if (this.mode == ProbeMode.FAIL && findings.stream().anyMatch(Finding::certain)) {
			throw new StartupProbeException(findings, cause);
		}
		logger.warn(findings.stream()
			.map((finding) -> finding.problem() + " " + finding.remedy())
			.collect(Collectors.joining(System.lineSeparator())));
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}

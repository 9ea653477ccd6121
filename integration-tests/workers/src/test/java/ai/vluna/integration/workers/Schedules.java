package ai.vluna.integration.workers;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.annotation.Scheduled;

/**
 * Work that the clock starts.
 */
public class Schedules {

	private static final Log logger = LogFactory.getLog(Schedules.class);

	private static final List<BillingSubject> CUSTOMERS = List.of(BillingSubject.of("acme", "alice"),
			BillingSubject.of("bankrupt", "bella"), BillingSubject.of("globex", "bob"));

	private final Reports reports;

	private final Clock clock;

	Schedules(Reports reports, Clock clock) {
		this.reports = reports;
		this.clock = clock;
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.DAYS)
	@BilledOperation(feature = "text", quantity = "7")
	public void sweep() {
	}

	@Scheduled(cron = "0 0 3 * * *")
	public void nightly() {
		LocalDate today = LocalDate.now(this.clock);
		for (BillingSubject customer : CUSTOMERS) {
			try {
				BillingSubjects.with(customer, () -> this.reports.daily(today));
			}
			catch (BillingDeniedException ex) {
				logger.info("No report for " + customer.principalId(), ex);
			}
		}
	}

}

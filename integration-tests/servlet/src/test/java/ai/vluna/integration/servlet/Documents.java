package ai.vluna.integration.servlet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageReporter;
import jakarta.validation.constraints.NotBlank;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

/**
 * Billed methods with other advice on them.
 */
@Service
@Validated
public class Documents {

	private static final String QUANTITY = "#text.length()";

	private final JdbcTemplate jdbc;

	Documents(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Cacheable("documents")
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public String cached(String text) {
		return "cached " + text;
	}

	@Transactional
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public String stored(String text) {
		return insert(text);
	}

	@Transactional
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public String rolledBackByFailure(String text) {
		throw new WorkFailedException(insert(text));
	}

	@Transactional
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public String rolledBackByChoice(String text) {
		TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
		return insert(text);
	}

	@Transactional
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public String failingToCommit(String text) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				throw new WorkFailedException(text);
			}

		});
		return insert(text);
	}

	@PreAuthorize("hasRole('ALICE')")
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public String restricted(String text) {
		return text;
	}

	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = QUANTITY)
	public String validated(@NotBlank String text) {
		return text;
	}

	@Async
	@BilledOperation(feature = CatalogueConfiguration.TEXT)
	public void inBackground(String text) {
		UsageReporter.report(Usage.of(text.length()));
	}

	@Async
	@BilledOperation(feature = CatalogueConfiguration.TEXT, quantity = "#result.length()")
	public CompletableFuture<String> inFuture(String text) {
		return CompletableFuture.completedFuture(text);
	}

	/**
	 * Do billed work when whoever asked for it is gone.
	 * @param gone opened when that is so
	 * @param work the work
	 */
	@Async
	public void afterwards(CountDownLatch gone, Runnable work) {
		try {
			gone.await();
			work.run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private String insert(String text) {
		this.jdbc.update("insert into document (text) values (?)", text);
		return text;
	}

}

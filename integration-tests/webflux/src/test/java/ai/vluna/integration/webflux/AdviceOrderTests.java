package ai.vluna.integration.webflux;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.reactive.TransactionalOperator;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for billed publishers that Spring caches or puts into transactions.
 */
@ReactiveTest
@Import(AdviceOrderTests.AdviceConfiguration.class)
class AdviceOrderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String TEXT = "a document";

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private Documents documents;

	@Autowired
	private ReactiveTransactionManager transactions;

	@Autowired
	private List<String> journal;

	@BeforeEach
	void reset(@Autowired CacheManager caches) {
		this.gate.reset();
		this.journal.clear();
		caches.getCacheNames().forEach((name) -> caches.getCache(name).clear());
		record(Endpoint.AUTHORIZE, "authorize");
		record(Endpoint.COMMIT, "charge");
		record(Endpoint.CANCEL, "cancel");
	}

	@Test
	void asksTheCacheFirst() {
		for (int i = 0; i < 3; i++) {
			verify(this.documents.cached(TEXT), "acme", "alice").expectNext(TEXT).expectComplete().verify(PATIENCE);
		}
		assertThat(this.journal).containsExactly("authorize", "work", "charge");
		verify(this.documents.cached(TEXT), "initech", "dave").expectNext(TEXT).expectComplete().verify(PATIENCE);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasSingleLease().wasCommittedWith(TEXT.length());
	}

	@Test
	void cachesNoDenial() {
		verify(this.documents.cached(TEXT), "initech", "dave").expectError(BillingDeniedException.class)
			.verify(PATIENCE);
		verify(this.documents.cached(TEXT), "acme", "alice").expectNext(TEXT).expectComplete().verify(PATIENCE);
		assertThat(this.gate).hasSingleLease().wasCommitted().isPaidBy("acme", "alice");
	}

	@Test
	void authorizesBeforeTheTransactionAndChargesAfterIt() {
		verify(this.documents.stored(TEXT), "acme", "alice").expectNext(TEXT).expectComplete().verify(PATIENCE);
		assertThat(this.journal).containsExactly("authorize", "begin", "work", "commit", "charge");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(TEXT.length());
	}

	@Test
	void doesSoForStreams() {
		verify(this.documents.streamed(TEXT), "acme", "alice").expectNext(TEXT).expectComplete().verify(PATIENCE);
		assertThat(this.journal).containsExactly("authorize", "begin", "work", "commit", "charge");
	}

	@Test
	void opensNoTransactionForADeniedCall() {
		verify(this.documents.stored(TEXT), "initech", "dave").expectError(BillingDeniedException.class)
			.verify(PATIENCE);
		assertThat(this.journal).containsExactly("authorize");
	}

	@Test
	void cancelsWhenTheWorkIsRolledBack() {
		verify(this.documents.failing(TEXT), "acme", "alice").expectError(WorkFailedException.class).verify(PATIENCE);
		await().atMost(PATIENCE).until(() -> this.journal.contains("cancel"));
		assertThat(this.journal).containsExactly("authorize", "begin", "work", "roll back", "cancel");
	}

	@Test
	void losesNoUsageWhenATransactionAroundIsRolledBack() {
		Flux<String> around = TransactionalOperator.create(this.transactions).execute((status) -> {
			status.setRollbackOnly();
			return this.documents.stored(TEXT);
		});
		verify(around, "acme", "alice").expectNext(TEXT).expectComplete().verify(PATIENCE);
		assertThat(this.journal).contains("roll back");
		assertThat(this.gate).hasSingleLease().wasCommittedWith(TEXT.length());
	}

	private void record(Endpoint endpoint, String event) {
		this.gate.on(endpoint).once((exchange) -> {
			this.journal.add(event);
			return exchange.process().flatMap(exchange::send);
		});
	}

	private static StepVerifier.FirstStep<String> verify(Publisher<String> work, String principal, String user) {
		return StepVerifier
			.create(Flux.from(work).contextWrite(BillingSubjects.write(BillingSubject.of(principal, user))));
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableCaching
	@EnableTransactionManagement
	static class AdviceConfiguration {

		@Bean
		List<String> journal() {
			return new CopyOnWriteArrayList<>();
		}

		@Bean
		CacheManager caches() {
			ConcurrentMapCacheManager caches = new ConcurrentMapCacheManager("documents");
			caches.setAllowNullValues(false);
			return caches;
		}

		@Bean
		ReactiveTransactionManager transactions(List<String> journal) {
			return new RecordingTransactionManager(journal::add);
		}

		@Bean
		Documents documents(List<String> journal) {
			return new Documents(journal::add);
		}

	}

}

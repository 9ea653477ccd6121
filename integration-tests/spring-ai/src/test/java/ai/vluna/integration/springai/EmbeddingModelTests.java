package ai.vluna.integration.springai;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.vluna.integration.providers.FakeOpenAi;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.test.gate.EmbeddedGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.beans.factory.annotation.Autowired;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the calls of Spring AI's OpenAI embedding model.
 */
@SpringAiTest
class EmbeddingModelTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Tokens TOKENS = Tokens.of(12, 0);

	@Autowired
	private EmbeddedGate gate;

	@Autowired
	private FakeOpenAi provider;

	@Autowired
	private EmbeddingModel model;

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
	}

	@Test
	void billsATextByItsTokens() {
		this.provider.reply(Reply.vectors(3).using(TOKENS));
		assertThat(this.model.embed("a text")).containsExactly(1, 0, 0);
		assertThat(this.gate).hasSingleLeaseFor("embeddings").wasCommittedWith(12).isPaidBy("acme", "alice");
	}

	@Test
	void billsADocumentAsTheModelWouldSendIt() {
		this.provider.reply(Reply.vectors(3).using(TOKENS));
		this.model.embed(new Document("a text", Map.of("source", "a book")));
		assertThat(this.gate).hasSingleLease().wasCommittedWith(12);
		assertThat(this.provider.lastRequest().body().path("input").toString()).contains("a text", "a book");
	}

	@Test
	void billsEachBatchOfDocuments() {
		this.provider.reply(Reply.vectors(3).using(TOKENS));
		this.model.embed(List.of(new Document("one"), new Document("two")), EmbeddingOptions.builder().build(),
				new TokenCountBatchingStrategy());
		assertThat(this.gate).hasSingleLease().wasCommittedWith(12);
	}

	@Test
	void cancelsWhenTheProviderTellsNoUsage() {
		this.provider.reply(Reply.vectors(3).using(Tokens.of(0, 0)));
		this.model.embed("a text");
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.gate).hasSingleLease().wasCancelled());
	}

	@Test
	void asksNoProviderWhenItIsDenied() {
		assertThatExceptionOfType(BillingDeniedException.class).isThrownBy(
				() -> BillingSubjects.with(BillingSubject.of("bankrupt", "bella"), () -> this.model.embed("a text")));
		assertThat(this.provider.requests()).isEmpty();
	}

	@Test
	void billsNobodyForTheDimensions() {
		this.provider.otherwise((request) -> Reply.vectors(3));
		assertThat(this.model.dimensions()).isPositive();
		assertThat(this.gate).hasEmptyLedger();
	}

}

package ai.vluna.integration.springai;

import java.time.Duration;
import java.util.List;

import ai.vluna.integration.providers.Checkpoint;
import ai.vluna.integration.providers.FakeProvider;
import ai.vluna.integration.providers.Reply;
import ai.vluna.integration.providers.Tokens;
import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.denial.BillingDeniedException;
import ai.vluna.spring.test.assertions.LedgerEntryAssert;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Autowired;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the calls of chat models, whoever provides them.
 */
abstract class ChatModelTests {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	static final Tokens TOKENS = Tokens.of(36, 15).cached(64, 0).reasoned(5);

	static final BillingSubject BANKRUPT = BillingSubject.of("bankrupt", "bella");

	static final BillingSubject BOB = BillingSubject.of("globex", "bob");

	@Autowired
	EmbeddedGate gate;

	@Autowired
	Assistants assistants;

	FakeProvider provider;

	ChatModel model;

	private final String feature;

	ChatModelTests(String feature) {
		this.feature = feature;
	}

	@BeforeEach
	void reset() {
		this.gate.reset();
		this.provider.reset();
	}

	@Test
	void billsACall() {
		this.provider.reply(Reply.text("Hel", "lo").using(TOKENS));
		assertThat(this.model.call("Hi")).isEqualTo("Hello");
		assertThatItCost(TOKENS).isPaidBy("acme", "alice");
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasReceived(Endpoint.COMMIT, 1);
	}

	@Test
	void billsWhatWasWrittenToACache() {
		this.provider.reply(Reply.text("Hello").using(Tokens.of(36, 15).cached(64, 4)));
		this.model.call("Hi");
		assertThatItCost(Tokens.of(36, 15).cached(64, 4));
	}

	@Test
	void billsAStreamAtItsEnd() {
		this.provider.reply(Reply.text("Hel", "lo").using(TOKENS));
		assertThat(text(this.model.stream(new Prompt("Hi")))).isEqualTo("Hello");
		assertThatItCost(TOKENS);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasReceived(Endpoint.COMMIT, 1);
	}

	@Test
	void billsEachSubscriptionOfAStream() {
		this.provider.reply(Reply.text("Hello").using(TOKENS), Reply.text("Hello").using(TOKENS));
		Flux<ChatResponse> stream = this.model.stream(new Prompt("Hi"));
		assertThat(this.gate).hasEmptyLedger();
		text(stream);
		text(stream);
		assertThat(this.gate.ledger()).hasSize(2)
			.allSatisfy((entry) -> assertThat(entry).wasCommittedWith(TOKENS.total()));
		assertThat(this.gate.ledger()).extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
	}

	@Test
	void cancelsWhenAStreamIsLeft() {
		Checkpoint middle = new Checkpoint();
		this.provider.reply(Reply.text("Hel", "lo").heldAfter(1, middle));
		StepVerifier.create(this.model.stream(new Prompt("Hi")).filter(ChatModelTests::hasText))
			.expectNextMatches((response) -> text(response).equals("Hel"))
			.thenCancel()
			.verify(PATIENCE);
		assertThatItWasCancelled(1);
		middle.pass();
	}

	@Test
	void cancelsWhenAStreamBreaks() {
		this.provider.reply(Reply.text("Hel", "lo").abortedAfter(1));
		StepVerifier.create(this.model.stream(new Prompt("Hi"))).thenConsumeWhile((chunk) -> true).verifyError();
		assertThatItWasCancelled(1);
	}

	@Test
	void cancelsWhenAStreamIsCutCleanly() {
		this.provider.reply(Reply.text("Hel", "lo").cutAfter(1));
		assertThat(text(this.model.stream(new Prompt("Hi")))).isEqualTo("Hel");
		assertThatItWasCancelled(1);
	}

	@Test
	void cancelsWhenTheProviderFails() {
		this.provider.otherwise((request) -> Reply.refusal(400));
		assertThatException().isThrownBy(() -> this.model.call("Hi"));
		assertThatItWasCancelled(1);
		this.gate.reset();
		StepVerifier.create(this.model.stream(new Prompt("Hi"))).verifyError();
		assertThatItWasCancelled(1);
	}

	@Test
	void isOneOperationHoweverOftenTheClientTries() {
		Reply limited = Reply.refusal(429).header("retry-after-ms", "1").header("x-should-retry", "true");
		this.provider.reply(limited, Reply.refusal(500).header("retry-after-ms", "1"),
				Reply.text("Hello").using(TOKENS));
		this.model.call("Hi");
		assertThat(this.provider.requests()).hasSize(3);
		assertThatItCost(TOKENS);
		this.gate.reset();
		this.provider.reply(limited, Reply.text("Hello").using(TOKENS));
		text(this.model.stream(new Prompt("Hi")));
		assertThat(this.provider.requests()).hasSize(5);
		assertThatItCost(TOKENS);
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 1).hasReceived(Endpoint.COMMIT, 1);
	}

	@Test
	void asksNoProviderWhenItIsDenied() {
		assertThatExceptionOfType(BillingDeniedException.class)
			.isThrownBy(() -> BillingSubjects.with(BANKRUPT, () -> this.model.call(new Prompt("Hi"))));
		StepVerifier.create(this.model.stream(new Prompt("Hi")).contextWrite(BillingSubjects.write(BANKRUPT)))
			.verifyError(BillingDeniedException.class);
		assertThat(this.provider.requests()).isEmpty();
		assertThat(this.gate).hasEmptyLedger();
	}

	@Test
	void cancelsWhenTheUsageIsZero() {
		this.provider.reply(Reply.text("Hello").using(Tokens.of(0, 0)), Reply.text("Hello").using(Tokens.of(0, 0)));
		this.model.call("Hi");
		text(this.model.stream(new Prompt("Hi")));
		assertThatItWasCancelled(2);
	}

	@Test
	void letsWhoeverAssembledAStreamPay() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		Flux<ChatResponse> stream = BillingSubjects.with(BOB, () -> this.model.stream(new Prompt("Hi")));
		text(stream.subscribeOn(Schedulers.parallel()));
		assertThat(this.gate).hasSingleLease().isPaidBy("globex", "bob").wasCommitted();
	}

	@Test
	void letsTheReactorContextDecideWhoPays() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		Flux<ChatResponse> stream = BillingSubjects.with(BANKRUPT, () -> this.model.stream(new Prompt("Hi")));
		text(stream.contextWrite(BillingSubjects.write(BOB)));
		assertThat(this.gate).hasSingleLease().isPaidBy("globex", "bob").wasCommitted();
	}

	@Test
	void countsForTheOperationAround() {
		this.provider.reply(Reply.text("Hello").using(TOKENS), Reply.text("Hello").using(Tokens.of(1, 1)));
		this.assistants.absorbing(this.model);
		assertThat(this.gate).hasSingleLeaseFor(Assistants.FEATURE).wasCommittedWith(TOKENS.total() + 2);
		assertThat(this.gate).hasLedgerOf(1);
	}

	@Test
	void countsForTheOperationAroundWhenStreamed() {
		this.provider.reply(Reply.text("Hel", "lo").using(TOKENS));
		assertThat(this.assistants.absorbingStream(this.model).collectList().block(PATIENCE)).contains("Hel", "lo");
		assertThat(this.gate).hasSingleLeaseFor(Assistants.FEATURE).wasCommittedWith(TOKENS.total());
		assertThat(this.gate).hasLedgerOf(1);
	}

	@Test
	void isBilledBesideTheOperationAround() {
		this.provider.reply(Reply.text("Hello").using(TOKENS));
		this.assistants.separate(this.model);
		assertThatItCost(TOKENS);
		assertThat(this.gate).hasLedgerOf(2).hasSingleLeaseFor(Assistants.FEATURE).wasCommittedWith(1);
	}

	LedgerEntryAssert assertThatItCost(Tokens tokens) {
		return assertThatItCost(this.feature, tokens);
	}

	LedgerEntryAssert assertThatItCost(String feature, Tokens tokens) {
		assertThat(this.gate).hasSettledEveryLeaseOnce();
		return assertThat(this.gate).hasSingleLeaseFor(feature)
			.wasCommittedWith(tokens.total())
			.hasMeter("chat.input", tokens.input())
			.hasMeter("chat.cache-read", tokens.cacheRead())
			.hasMeter("chat.cache-write", tokens.cacheWrite())
			.hasMeter("chat.output", tokens.output())
			.hasMeter("chat.reasoning", tokens.reasoning());
	}

	// Nobody waits for a cancel.
	void assertThatItWasCancelled(int leases) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.gate.ledger()).hasSize(leases)
				.allSatisfy((entry) -> assertThat(entry).wasCancelled()));
		assertThat(this.gate).hasReceived(Endpoint.COMMIT, 0);
	}

	static String text(Flux<ChatResponse> stream) {
		List<ChatResponse> chunks = stream.collectList().block(PATIENCE);
		assertThat(chunks).isNotNull();
		StringBuilder text = new StringBuilder();
		chunks.forEach((chunk) -> text.append(text(chunk)));
		return text.toString();
	}

	private static boolean hasText(ChatResponse chunk) {
		return !text(chunk).isEmpty();
	}

	private static String text(ChatResponse chunk) {
		if (chunk.getResult() == null || chunk.getResult().getOutput().getText() == null) {
			return "";
		}
		return chunk.getResult().getOutput().getText();
	}

}

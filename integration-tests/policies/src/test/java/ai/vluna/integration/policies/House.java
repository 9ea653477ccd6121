package ai.vluna.integration.policies;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import ai.vluna.spring.context.BillingSubject;
import ai.vluna.spring.context.BillingSubjects;
import ai.vluna.spring.gate.BillingListener;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.CommitOutcome;
import ai.vluna.spring.gate.Lease;
import ai.vluna.spring.gate.SettlementResult;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.SettableClock;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running application in which one level answers one question, and the method to call
 * for it. The usage of a value is the value.
 */
final class House implements AutoCloseable {

	static final BillingSubject ALICE = BillingSubject.of("acme", "alice");

	static final BillingSubject PAUL = BillingSubject.of("poor", "paul");

	static final Duration LEASE_LIFETIME = Duration.ofMinutes(10);

	private static final List<String> PROPERTIES = List.of("vluna.embedded-gate.enabled=true",
			"vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:alice", "vluna.startup-probe.mode=off",
			"vluna.retry.max-attempts=1", "vluna.unreachable.accept-loss=true", "vluna.rate-limit.max-wait=5s",
			"spring.main.banner-mode=off");

	private final ConfigurableApplicationContext application;

	private final String method;

	private House(List<String> properties, String method) {
		List<String> all = new ArrayList<>(PROPERTIES);
		all.addAll(properties);
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new));
		this.method = method;
	}

	static House of(Level level, String question, Enum<?> answer, Enum<?> other, String... further) {
		return open(level, question, answer, other, "own", further);
	}

	static House streaming(Level level, String question, Enum<?> answer, Enum<?> other) {
		return open(level, question, answer, other, "ownStream");
	}

	private static House open(Level level, String question, Enum<?> answer, Enum<?> other, String unanswered,
			String... further) {
		List<String> properties = level.properties(question, answer, other);
		properties.addAll(List.of(further));
		return new House(properties, level.method(question, answer, other, unanswered));
	}

	static House withDefaults() {
		return new House(List.of(), "own");
	}

	@Nullable Long call(Supplier<@Nullable Long> body) {
		return call(ALICE, body);
	}

	@Nullable Long call(BillingSubject subject, Supplier<@Nullable Long> body) {
		return BillingSubjects.with(subject, () -> (Long) invoke(Supplier.class, body));
	}

	@SuppressWarnings("unchecked")
	Flux<Long> stream(Flux<Long> body) {
		Flux<Long> stream = (Flux<Long>) invoke(Flux.class, body);
		assertThat(stream).isNotNull();
		return stream.contextWrite(BillingSubjects.write(ALICE));
	}

	private @Nullable Object invoke(Class<?> type, Object body) {
		Method method = ReflectionUtils.findMethod(Work.class, this.method, type);
		assertThat(method).as(this.method).isNotNull();
		return ReflectionUtils.invokeMethod(method, this.application.getBean(Work.class), body);
	}

	EmbeddedGate gate() {
		return this.application.getBean(EmbeddedGate.class);
	}

	SettableClock clock() {
		return this.application.getBean(SettableClock.class);
	}

	BillingTemplate billing() {
		return this.application.getBean(BillingTemplate.class);
	}

	Diary diary() {
		return this.application.getBean(Diary.class);
	}

	@Override
	public void close() {
		this.application.close();
	}

	/**
	 * What listeners were told.
	 */
	static class Diary implements BillingListener {

		private final List<SettlementResult> results = new CopyOnWriteArrayList<>();

		private final List<CommitOutcome> outcomes = new CopyOnWriteArrayList<>();

		private final List<Usage> usages = new CopyOnWriteArrayList<>();

		@Override
		public void settled(Lease lease, SettlementResult result, @Nullable Usage usage) {
			this.results.add(result);
			if (usage != null) {
				this.usages.add(usage);
			}
		}

		@Override
		public void answered(Lease lease, CommitOutcome outcome) {
			this.outcomes.add(outcome);
		}

		List<SettlementResult> results() {
			return this.results;
		}

		List<CommitOutcome> outcomes() {
			return this.outcomes;
		}

		List<Usage> usages() {
			return this.usages;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Work.class, Diary.class })
	static class Application {

		@Bean
		SettableClock clock() {
			return new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
		}

		@Bean
		EmbeddedGate gate(SettableClock clock) {
			GateCatalogue catalogue = GateCatalogue.builder()
				.feature(Work.FEATURE, (feature) -> feature.price(1))
				.feature("inner", (feature) -> feature.price(1))
				.account("acme", (account) -> account.balance("alice", 1_000_000))
				.account("poor", (account) -> account.balance("paul", 0))
				.build();
			return EmbeddedGate.builder()
				.catalogue(catalogue)
				.leases(LEASE_LIFETIME, Duration.ofMinutes(1))
				.clock(clock)
				.start();
		}

		@Bean
		UsageExtractor<Long> usage() {
			return (value) -> (value >= 0) ? Usage.of(value) : Usage.of(-value).asFinal();
		}

	}

}

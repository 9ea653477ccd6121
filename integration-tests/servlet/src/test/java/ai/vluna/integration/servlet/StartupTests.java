package ai.vluna.integration.servlet;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.vluna.spring.annotation.BilledOperation;
import ai.vluna.spring.gate.BillingTemplate;
import ai.vluna.spring.gate.Operation;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.ledger.LedgerEntry;
import ai.vluna.spring.test.gate.script.Endpoint;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications that are set up in other ways.
 */
class StartupTests {

	private static final Map<String, String> GATE = Map.ofEntries(Map.entry("vluna.embedded-gate.enabled", "true"),
			Map.entry("vluna.embedded-gate.features[0].code", "quill"),
			Map.entry("vluna.embedded-gate.features[0].price.xusd", "1"),
			Map.entry("vluna.embedded-gate.accounts[0].principal", "acme"),
			Map.entry("vluna.embedded-gate.accounts[0].users[0].name", "alice"),
			Map.entry("vluna.embedded-gate.accounts[0].users[0].balance", "1000"),
			Map.entry("vluna.embedded-gate.accounts[1].principal", "jobs"),
			Map.entry("vluna.embedded-gate.accounts[1].users[0].name", "nightly"),
			Map.entry("vluna.embedded-gate.accounts[1].users[0].balance", "1000"),
			Map.entry("vluna.subject.principal", "fixed:acme"), Map.entry("vluna.subject.user", "fixed:alice"));

	@Test
	void leavesMethodsUntouchedWhenSwitchedOff() {
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Desk.class)
			.web(WebApplicationType.NONE)
			.run("--vluna.enabled=false", "--spring.config.location=optional:classpath:none/")) {
			Quill quill = application.getBean(Quill.class);
			assertThat(AopUtils.isAopProxy(quill)).isFalse();
			assertThat(quill.write("free")).isEqualTo("free");
			BillingTemplate template = application.getBean(BillingTemplate.class);
			assertThat(template.<String, RuntimeException>execute(Operation.builder("quill").build(), () -> "free"))
				.isEqualTo("free");
			assertThat(application.getBeanDefinitionNames()).filteredOn((name) -> name.startsWith("vluna")).isEmpty();
		}
	}

	@Test
	void billsWithoutSpringBootsOwnProxies() {
		try (ConfigurableApplicationContext application = run(Desk.class, "spring.aop.auto=false")) {
			assertBilled(application);
		}
	}

	@Test
	void billsThroughInterfaces() {
		try (ConfigurableApplicationContext application = run(InterfaceDesk.class,
				"spring.aop.proxy-target-class=false")) {
			Pen pen = application.getBean(Pen.class);
			assertThat(AopUtils.isJdkDynamicProxy(pen)).isTrue();
			assertThat(pen.scribble("four")).isEqualTo("four");
			assertThat(application.getBean(EmbeddedGate.class)).hasSingleLease().wasCommittedWith(4);
		}
	}

	@Test
	void billsBeansThatAreCreatedLate() {
		try (ConfigurableApplicationContext application = run(Desk.class, "spring.main.lazy-initialization=true")) {
			assertThat(application.getBeanFactory().containsSingleton("quill")).isFalse();
			assertThat(application.getBeanFactory().containsSingleton("billingTemplate")).isTrue();
			assertBilled(application);
		}
	}

	@Test
	void respectsTheOrderThatTheApplicationChoseForItsCache() {
		try (ConfigurableApplicationContext application = run(CacheInsideDesk.class)) {
			CachedQuill quill = application.getBean(CachedQuill.class);
			quill.write("again");
			quill.write("again");
			assertThat(quill.writings()).isEqualTo(1);
			assertThat(application.getBean(EmbeddedGate.class)).hasReceived(Endpoint.COMMIT, 2);
		}
	}

	@Test
	void billsScheduledWorkToTheSubjectOfJobs() {
		try (ConfigurableApplicationContext application = run(NightDesk.class,
				"vluna.subject.principal=claim:customerId", "vluna.subject.user=authenticated")) {
			EmbeddedGate gate = application.getBean(EmbeddedGate.class);
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				assertThat(gate).hasLedgerOf(2).hasSettledEveryLeaseOnce();
				assertThat(gate.ledger()).extracting(LedgerEntry::quantityMinor).containsExactlyInAnyOrder(3L, 4L);
			});
			assertThat(gate.ledger()).allSatisfy((entry) -> assertThat(entry.principal()).isEqualTo("jobs"));
		}
	}

	private static void assertBilled(ConfigurableApplicationContext application) {
		assertThat(application.getBean(Quill.class).write("three")).isEqualTo("three");
		assertThat(application.getBean(EmbeddedGate.class)).hasSingleLease()
			.wasCommittedWith(5)
			.isPaidBy("acme", "alice");
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		Map<String, String> all = new HashMap<>(GATE);
		Arrays.stream(properties)
			.map((property) -> property.split("=", 2))
			.forEach((property) -> all.put(property[0], property[1]));
		String[] arguments = all.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Desk {

		@Bean
		Quill quill() {
			return new Quill();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class InterfaceDesk {

		@Bean
		Pen pen() {
			return new Biro();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching(order = Ordered.LOWEST_PRECEDENCE - 1)
	static class CacheInsideDesk {

		@Bean
		CachedQuill quill() {
			return new CachedQuill();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	static class NightDesk {

		@Bean
		NightQuill quill() {
			return new NightQuill();
		}

	}

	static class Quill {

		@BilledOperation(feature = "quill", quantity = "#result.length()")
		String write(String text) {
			return text;
		}

	}

	static class CachedQuill {

		private final List<String> writings = new CopyOnWriteArrayList<>();

		@Cacheable("writings")
		@BilledOperation(feature = "quill", quantity = "#result.length()")
		String write(String text) {
			this.writings.add(text);
			return text;
		}

		int writings() {
			return this.writings.size();
		}

	}

	static class NightQuill {

		@Scheduled(fixedDelay = 3_600_000)
		@BilledOperation(feature = "quill", quantity = "3")
		void blocking() {
		}

		@Scheduled(fixedDelay = 3_600_000)
		@BilledOperation(feature = "quill", quantity = "#result.length()")
		Mono<String> reactive() {
			return Mono.just("four");
		}

	}

	interface Pen {

		@BilledOperation(feature = "quill", quantity = "#result.length()")
		String scribble(String text);

	}

	static class Biro implements Pen {

		@Override
		public String scribble(String text) {
			return text;
		}

	}

}

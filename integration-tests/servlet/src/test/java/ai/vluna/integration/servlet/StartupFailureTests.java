package ai.vluna.integration.servlet;

import java.util.Arrays;

import ai.vluna.spring.annotation.BilledOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what the console says when an application cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	private static final String[] COMPLETE = { "--vluna.base-url=http://localhost:1/mgt/v1", "--vluna.realm-id=realm",
			"--vluna.service-key.id=pk", "--vluna.service-key.secret=c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=",
			"--vluna.subject.principal=fixed:acme", "--vluna.subject.user=fixed:alice" };

	@Test
	void namesMissingProperties(CapturedOutput output) {
		fail(Empty.class, "--spring.config.location=optional:classpath:none/");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("vluna.base-url=https://")
			.contains("vluna.realm-id=")
			.contains("vluna.service-key.id=")
			.contains("vluna.service-key.secret=")
			.contains("vluna.enabled=false")
			.doesNotContain("\tat ");
	}

	@Test
	void namesMissingRulesOfWhoPays(CapturedOutput output) {
		fail(Empty.class, "--spring.config.location=optional:classpath:none/", COMPLETE[0], COMPLETE[1], COMPLETE[2],
				COMPLETE[3]);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("vluna.subject.principal=fixed:<id> | claim:<name>")
			.contains("vluna.subject.user=fixed:<id>")
			.doesNotContain("vluna.base-url=");
	}

	@ParameterizedTest
	@CsvSource({ "vluna.subject.principal=header:X-Customer, 'fixed:<id>'", "vluna.subject.user=fixed:Jörg, ASCII",
			"vluna.base-url=https://vluna.example.com, /mgt/v1", "vluna.base-url=ftp://vluna/mgt/v1, http",
			"vluna.service-key.secret=not base64 !, base64", "vluna.delivery.direct.timeout=1s, two seconds",
			"vluna.defaults.on-unreachable=allow, vluna.unreachable.accept-loss=true" })
	void namesWrongProperties(String property, String remedy, CapturedOutput output) {
		String name = property.substring(0, property.indexOf('='));
		String[] others = Arrays.stream(COMPLETE)
			.filter((argument) -> !argument.startsWith("--" + name))
			.toArray(String[]::new);
		fail(Empty.class, append(others, "--" + property));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(name)
			.contains(remedy)
			.doesNotContain("not base64 !");
	}

	@Test
	void pointsAtABadExpression(CapturedOutput output) {
		fail(BadExpression.class, COMPLETE);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("BadExpressionPen.write(String)")
			.contains("'quantity'")
			.contains("#result.length(")
			.contains("position");
	}

	@Test
	void pointsAtAMethodThatCannotBeBilled(CapturedOutput output) {
		fail(Unbillable.class, COMPLETE);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("UnbillablePen.write(String)")
			.contains("the method is final")
			.contains("Action:");
	}

	@Test
	void pointsAtABeanThatIsCreatedTooEarly(CapturedOutput output) {
		fail(TooEarly.class, COMPLETE);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("'early'").contains("@Lazy");
	}

	@Test
	void pointsAtABeanThatIsCreatedTooEarlyAlsoWhenOthersAreLate(CapturedOutput output) {
		fail(TooEarly.class, append(COMPLETE, "--spring.main.lazy-initialization=true"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains("'early'");
	}

	@Test
	void pointsAtABadExpressionAlsoWhenBeansAreLate(CapturedOutput output) {
		fail(BadExpression.class, append(COMPLETE, "--spring.main.lazy-initialization=true"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains("BadExpressionPen.write(String)");
	}

	private static String[] append(String[] arguments, String argument) {
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = argument;
		return all;
	}

	private static void fail(Class<?> application, String... arguments) {
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments).close());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BadExpression {

		@Bean
		BadExpressionPen pen() {
			return new BadExpressionPen();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Unbillable {

		@Bean
		UnbillablePen pen() {
			return new UnbillablePen();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TooEarly {

		@Bean
		static ImpatientPostProcessor impatient(EarlyPen early) {
			return new ImpatientPostProcessor();
		}

		@Bean
		static EarlyPen early() {
			return new EarlyPen();
		}

	}

	/**
	 * Made before anything is proxied, and its dependencies with it.
	 */
	static class ImpatientPostProcessor implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class BadExpressionPen {

		@BilledOperation(feature = "pen", quantity = "#result.length(")
		String write(String text) {
			return text;
		}

	}

	static class UnbillablePen {

		@BilledOperation(feature = "pen", quantity = "1")
		final String write(String text) {
			return text;
		}

	}

	static class EarlyPen {

		@BilledOperation(feature = "pen", quantity = "1")
		String write(String text) {
			return text;
		}

	}

}

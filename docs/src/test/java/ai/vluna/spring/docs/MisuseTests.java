package ai.vluna.spring.docs;

import java.util.List;

import ai.vluna.spring.annotation.BilledOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The mistakes on the page on misuse, with the messages that it shows.
 */
@ExtendWith(OutputCaptureExtension.class)
class MisuseTests {

	private static final String PAGE = Pages.read(Pages.ROOT.resolve("docs/misuse.md"));

	@ParameterizedTest
	@ValueSource(classes = { SelfInvoking.class, Contradicting.class })
	void failsWithTheDocumentedMessage(Class<?> type) {
		assertThatException().isThrownBy(() -> start(type)).satisfies((ex) -> {
			String message = String.valueOf(ex.getMessage());
			assertThat(message).contains(type.getName() + ".write(String)");
			assertThat(PAGE).contains("```text\n" + message + "\n```");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { SelfInvoking.class, Contradicting.class, Speechless.class })
	void warnsWithTheDocumentedMessage(Class<?> type, CapturedOutput output) {
		start(type, "--vluna.misuse=warn");
		assertThat(PAGE.lines().filter((line) -> line.startsWith("@BilledOperation on")))
			.filteredOn((line) -> line.contains(type.getName()))
			.singleElement()
			.satisfies((line) -> assertThat(output).contains(line));
	}

	@Test
	void warnsOfSuspicionsByDefault(CapturedOutput output) {
		start(Speechless.class);
		assertThat(output).contains("nothing here tells the usage");
	}

	@Test
	void failsOnSuspicionsIfTold() {
		assertThatException().isThrownBy(() -> start(Speechless.class, "--vluna.misuse=fail"));
	}

	@ParameterizedTest
	@ValueSource(classes = { SelfInvoking.class, Contradicting.class, Speechless.class })
	void looksAwayIfTold(Class<?> type, CapturedOutput output) {
		start(type, "--vluna.misuse=off");
		assertThat(output).doesNotContain("@BilledOperation on");
	}

	@Test
	void acceptsTheRemedy(CapturedOutput output) {
		start(Injected.class);
		assertThat(output).doesNotContain("@BilledOperation on");
	}

	private static void start(Class<?> type, String... arguments) {
		ApplicationContextInitializer<GenericApplicationContext> bean = (context) -> context.registerBean("reports",
				type);
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers(bean)
			.properties("spring.config.name=getting-started", "VLUNA_SERVICE_KEY_SECRET=AAECAwQF")
			.run(arguments)
			.close();
	}

	@EnableAutoConfiguration
	static class Application {

	}

	public static class SelfInvoking {

		public void writeAll(List<String> topics) {
			topics.forEach((topic) -> write(topic));
		}

		@BilledOperation(feature = "report", quantity = "1")
		public void write(String topic) {
		}

	}

	public static class Injected {

		private final ObjectProvider<Injected> self;

		Injected(ObjectProvider<Injected> self) {
			this.self = self;
		}

		public void writeAll(List<String> topics) {
			topics.forEach((topic) -> this.self.getObject().write(topic));
		}

		@BilledOperation(feature = "report", quantity = "1")
		public void write(String topic) {
		}

	}

	public interface Writing {

		@BilledOperation(feature = "report", quantity = "1")
		void write(String topic);

	}

	public static class Contradicting implements Writing {

		@Override
		@BilledOperation(feature = "report.premium", quantity = "1")
		public void write(String topic) {
		}

	}

	public static class Speechless {

		@BilledOperation(feature = "report")
		public String write(String topic) {
			return "all about " + topic;
		}

	}

}

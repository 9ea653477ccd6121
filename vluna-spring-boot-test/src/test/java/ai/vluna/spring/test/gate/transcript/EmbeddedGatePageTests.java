package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import ai.vluna.spring.test.gate.script.EndpointScript;
import ai.vluna.spring.test.gate.script.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about the gate says what the gate does. Run with
 * {@code -Dvluna.docs.write=true} to write the table of differences again.
 */
class EmbeddedGatePageTests {

	private static final Path PAGE = Path.of("../docs/embedded-gate.md");

	private static final String START = "<!-- differences -->\n";

	private static final String END = "<!-- /differences -->";

	@Test
	void listsTheDifferencesTheReplayGoesBy() throws IOException {
		String page = Files.readString(PAGE);
		String expected = page.substring(0, page.indexOf(START)) + START + table() + page.substring(page.indexOf(END));
		if (Boolean.getBoolean("vluna.docs.write")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(Files.readString(PAGE)).isEqualTo(expected);
	}

	@Test
	void namesEveryFaultAndEveryCondition() throws IOException {
		String page = Files.readString(PAGE);
		assertThat(Fault.class.getDeclaredMethods()).filteredOn(EmbeddedGatePageTests::makesAFault)
			.extracting(Method::getName)
			.allSatisfy((name) -> assertThat(page).contains("| `Fault." + name + '('));
		assertThat(EndpointScript.class.getDeclaredMethods()).filteredOn(
				(method) -> method.getReturnType() == EndpointScript.class && Modifier.isPublic(method.getModifiers()))
			.extracting(Method::getName)
			.allSatisfy((name) -> assertThat(page).containsPattern("[.`]" + name));
	}

	private static boolean makesAFault(Method method) {
		return method.getReturnType() == Fault.class && Modifier.isStatic(method.getModifiers())
				&& Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
	}

	private static String table() {
		return "| recording | exchange | reason |\n|---|---|---|\n" + Difference.ALL.stream()
			.map((difference) -> "| `%s` | %s | %s |\n".formatted(difference.file(),
					(difference.title().equals(Difference.EVERY)) ? "all" : difference.title(), difference.reason()))
			.collect(Collectors.joining());
	}

}

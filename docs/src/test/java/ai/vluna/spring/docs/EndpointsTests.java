package ai.vluna.spring.docs;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaRequest;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of endpoints names every method of the client, once, and leads to its tests.
 */
class EndpointsTests {

	private static final Path FILE = Pages.ROOT.resolve("docs/reference/endpoints.md");

	private static final String PAGE = Pages.read(FILE);

	private static final Pattern REFERENCE = Pattern.compile("^\\[(\\w+)\\]: (\\S+)$", Pattern.MULTILINE);

	private static final Pattern ROW = Pattern.compile("^\\|[^|]+\\| `([a-z][\\w().]+)` \\|", Pattern.MULTILINE);

	@ParameterizedTest
	@MethodSource("methods")
	void everyMethodHasARow(String method) {
		assertThat(rows()).containsOnlyOnce(method);
	}

	@Test
	void everyRowIsAMethod() {
		assertThat(rows()).isNotEmpty().isSubsetOf(methods().toList());
	}

	@Test
	void everyReferenceLeadsToAFile() {
		List<String> targets = REFERENCE.matcher(PAGE).results().map((match) -> match.group(2)).toList();
		assertThat(targets).isNotEmpty()
			.allSatisfy((target) -> assertThat(Files.exists(FILE.resolveSibling(target))).as(target).isTrue());
	}

	private static List<String> rows() {
		return ROW.matcher(PAGE).results().map((match) -> match.group(1)).toList();
	}

	static Stream<String> methods() {
		return publicMethods(VlunaClient.class)
			.flatMap((method) -> (method.getParameterCount() == 0)
					? publicMethods(method.getReturnType())
						.map((operation) -> method.getName() + "()." + operation.getName())
					: Stream.of(method.getName()))
			.distinct();
	}

	private static Stream<Method> publicMethods(Class<?> type) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()));
	}

	static List<String> featureCodes(VlunaClient client) {
		VlunaRequest request = VlunaRequest.get("/features").query("limit", 100);
		List<String> codes = client.pages(CallContext.ofRealm(), request, Feature.class)
			.stream()
			.map(Feature::code)
			.toList();
		return codes;
	}

	record Feature(@JsonProperty("feature_code") String code) {

	}

}

package ai.vluna.spring.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page on testing shows is in a test that runs.
 */
class DocumentationTests {

	private static final Pattern SNIPPET = Pattern.compile("```(?:java|yaml)\\n(.*?)```", Pattern.DOTALL);

	@Test
	void takesEverySnippetFromATest() throws IOException {
		List<String> snippets = SNIPPET.matcher(Files.readString(Path.of("../docs/testing.md")))
			.results()
			.map((match) -> withoutIndentation(match.group(1)))
			.toList();
		List<String> sources = sources();
		assertThat(snippets).hasSizeGreaterThan(4)
			.allSatisfy((snippet) -> assertThat(sources).anyMatch((source) -> source.contains(snippet)));
	}

	private static List<String> sources() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
			List<Path> texts = files.filter((file) -> file.toString().matches(".*\\.(java|yml)")).toList();
			return texts.stream().map(DocumentationTests::read).map(DocumentationTests::withoutIndentation).toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String withoutIndentation(String text) {
		return text.lines().map(String::strip).collect(Collectors.joining("\n"));
	}

}

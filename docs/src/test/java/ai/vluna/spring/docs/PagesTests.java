package ai.vluna.spring.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages show is in code that runs, and what they point at exists.
 */
class PagesTests {

	private static final Pattern SNIPPET = Pattern.compile("```(?:java|yaml|properties)\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");

	private static final Pattern ANCHOR = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s#]*)#([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private static final Pattern ROOM = Pattern.compile("^\\| (`[a-z`., ]+`) \\| [A-Z][^|]*\\? \\|$",
			Pattern.MULTILINE);

	private static final Pattern NAME = Pattern.compile("`([^`]+)`");

	private static final List<String> SOURCES = Pages.sources();

	static List<Path> pages() {
		return Pages.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everySnippetStandsInCodeThatRuns(Path page) {
		assertThat(SNIPPET.matcher(Pages.read(page)).results().map((match) -> match.group(1)))
			.allSatisfy((snippet) -> assertThat(SOURCES)
				.anyMatch((source) -> source.contains(Pages.withoutIndentation(snippet))));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyLinkLeadsToAFile(Path page) {
		assertThat(LINK.matcher(Pages.read(page)).results().map(PagesTests::target))
			.filteredOn((target) -> !target.contains("://"))
			.allSatisfy((target) -> assertThat(Files.exists(page.resolveSibling(target))).as(target).isTrue());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyAnchorIsAHeading(Path page) {
		assertThat(ANCHOR.matcher(Pages.read(page)).results()).filteredOn((link) -> !link.group(1).contains("://"))
			.allSatisfy((link) -> {
				Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
				assertThat(anchors(target)).as(link.group()).contains(link.group(2));
			});
	}

	@Test
	void everyRoomHasItsQuestionInTheGuideForContributors() {
		String guide = Pages.read(Pages.ROOT.resolve("CONTRIBUTING.md"));
		List<String> rooms = ROOM.matcher(guide)
			.results()
			.flatMap((row) -> NAME.matcher(row.group(1)).results())
			.map((name) -> name.group(1))
			.toList();
		assertThat(rooms).containsExactlyInAnyOrderElementsOf(Pages.rooms());
	}

	@Test
	void theFirstPageIsShort() {
		assertThat(Pages.read(Pages.ROOT.resolve("README.md")).lines().count()).isLessThan(200);
	}

	private static Stream<String> anchors(Path page) {
		return HEADING.matcher(Pages.read(page))
			.results()
			.map((heading) -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
	}

	private static String target(MatchResult link) {
		return link.group(1);
	}

}

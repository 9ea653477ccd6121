package ai.vluna.spring.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ai.vluna.spring.observation.BillingMetric;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reference pages are what the code says. Run with {@code -Dvluna.docs.write=true} to
 * write them again.
 */
class ReferenceTests {

	private static final boolean WRITE = Boolean.getBoolean("vluna.docs.write");

	private static final String GENERATED = "Generated: `./mvnw -pl docs -am verify -Dvluna.docs.write=true` writes "
			+ "this page, a test fails when it drifts.\n\n";

	@Test
	void theConfigurationPageIsWhatTheMetadataSays() throws IOException {
		StringBuilder page = new StringBuilder("# Configuration\n\n").append(GENERATED)
			.append("| property | type | default | what it is |\n|---|---|---|---|\n");
		properties().forEach((name, property) -> page.append("| `%s` | %s | %s | %s |\n".formatted(name,
				typeOf(property), defaultOf(property), property.path("description").asString())));
		verify("docs/reference/configuration.md", page.toString());
	}

	@Test
	void theMetricsPageIsWhatTheMetersAre() {
		String rows = Arrays.stream(BillingMetric.values())
			.map((metric) -> "| `%s` | %s | %s | %s |\n".formatted(metric.metricName(), metric.type(),
					tagsOf(metric.tags()), metric.description()))
			.collect(Collectors.joining());
		verify("docs/reference/metrics.md", "# Metrics\n\n" + GENERATED
				+ "| metric | type | tags | what it measures |\n|---|---|---|---|\n" + rows);
	}

	private static void verify(String file, String expected) {
		Path path = Pages.ROOT.resolve(file);
		if (WRITE) {
			Pages.write(path, expected);
		}
		assertThat(Pages.read(path)).isEqualTo(expected);
	}

	private static Map<String, JsonNode> properties() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (URL url : Collections
			.list(ReferenceTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = url.openStream()) {
				JsonMapper.shared().readTree(stream).path("properties").forEach((property) -> {
					String name = property.path("name").asString();
					if (name.startsWith("vluna.")) {
						properties.put(name, property);
					}
				});
			}
		}
		return properties;
	}

	private static String typeOf(JsonNode property) {
		String type = property.path("type").asString("");
		return "`" + type.replaceAll("[\\w.]*\\.(\\w+)", "$1").replace('$', '.') + "`";
	}

	private static String defaultOf(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		return value.isMissingNode() ? "" : "`" + value.asString(value.toString()) + "`";
	}

	private static String tagsOf(List<String> tags) {
		return tags.stream().map((tag) -> "`" + tag + "`").collect(Collectors.joining(", "));
	}

}

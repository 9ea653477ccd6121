package ai.vluna.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata, which is what a user's editor shows.
 */
class ConfigurationMetadataTests {

	private static final JsonNode METADATA = read("META-INF/spring-configuration-metadata.json");

	@Test
	void everyPropertyIsDescribedByTheRulesOfTheField() {
		assertThat(properties()).isNotEmpty().allSatisfy((property) -> {
			String name = property.path("name").asString();
			String description = property.path("description").asString("");
			assertThat(description).as(name).isNotBlank().endsWith(".");
			assertThat(description.substring(0, 1)).as(name)
				.isEqualTo(description.substring(0, 1).toUpperCase(Locale.ROOT));
			assertThat(description.split(" ")[0]).as(name).isNotIn("A", "An", "The", "This");
			assertThat(name).isEqualTo(name.toLowerCase(Locale.ROOT));
			if (property.path("type").asString("").equals("java.lang.Boolean")) {
				assertThat(description).as(name).startsWith("Whether ");
			}
		});
	}

	@Test
	void noNameStandsTwice() {
		assertThat(properties().map((property) -> property.path("name").asString())).doesNotHaveDuplicates();
	}

	@Test
	void theSecretIsThereAndHasNoDefault() {
		assertThat(
				properties().filter((property) -> property.path("name").asString().equals("vluna.service-key.secret")))
			.singleElement()
			.satisfies((property) -> assertThat(property.has("defaultValue")).isFalse());
	}

	private static Stream<JsonNode> properties() {
		return StreamSupport.stream(METADATA.path("properties").spliterator(), false);
	}

	private static JsonNode read(String resource) {
		try (InputStream stream = ConfigurationMetadataTests.class.getClassLoader().getResourceAsStream(resource)) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

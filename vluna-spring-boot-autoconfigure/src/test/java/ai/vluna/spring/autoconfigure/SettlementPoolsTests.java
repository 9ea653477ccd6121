package ai.vluna.spring.autoconfigure;

import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SettlementPools}.
 */
class SettlementPoolsTests {

	private final Properties properties = new Properties();

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql:shop", "jdbc:postgresql://db/shop",
			"jdbc:postgresql://one:5433,two:5434/shop?targetServerType=primary", "jdbc:postgresql://[::1]/shop?",
			"jdbc:postgresql://db/shop?options=-c%20statement_timeout=90000&ApplicationName=socketTimeout" })
	void theServerOfPostgresqlMayBeSilentForHalfAMinute(String url) {
		Properties before = Driver.parseURL(url, new Properties());
		Properties limited = Driver.parseURL(SettlementPools.limited(url, this.properties), new Properties());
		assertThat(limited).containsAllEntriesOf(before)
			.contains(Map.entry("queryTimeout", "10"), Map.entry("socketTimeout", "15"),
					Map.entry("tcpKeepAlive", "true"));
		assertThat(limited).hasSize(before.size() + 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://db/shop?queryTimeout=3&socketTimeout=5&tcpKeepAlive=false",
			"jdbc:postgresql://db/shop?ssl=true&tcpKeepAlive=true&socketTimeout=0&queryTimeout=0",
			"jdbc:h2:file:/data/shop", "jdbc:aws-wrapper:postgresql://db/shop" })
	void whatTheApplicationSaysInItsUrlRemains(String url) {
		assertThat(SettlementPools.limited(url, this.properties)).isEqualTo(url);
	}

	@Test
	void whatTheApplicationSaysInItsPropertiesRemains() {
		this.properties.setProperty("queryTimeout", "3");
		this.properties.setProperty("socketTimeout", "5");
		assertThat(SettlementPools.limited("jdbc:postgresql://db/shop", this.properties))
			.isEqualTo("jdbc:postgresql://db/shop?tcpKeepAlive=true");
		this.properties.setProperty("tcpKeepAlive", "false");
		assertThat(SettlementPools.limited("jdbc:postgresql://db/shop", this.properties))
			.isEqualTo("jdbc:postgresql://db/shop");
	}

}

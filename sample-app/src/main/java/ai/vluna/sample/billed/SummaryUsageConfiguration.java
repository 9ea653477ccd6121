package ai.vluna.sample.billed;

import ai.vluna.sample.text.Summary;
import ai.vluna.sample.text.TokenUsage;
import ai.vluna.spring.usage.Usage;
import ai.vluna.spring.usage.UsageExtractor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How usage is read from what the services return: chosen by the type of the result, for
 * a stream by the type of its elements.
 */
@Configuration(proxyBeanMethods = false)
class SummaryUsageConfiguration {

	@Bean
	UsageExtractor<Summary> summaryUsage() {
		return (summary) -> Usage.of(summary.usage().totalTokens());
	}

	@Bean
	UsageExtractor<SummaryEvent> summaryEventUsage() {
		return (event) -> {
			TokenUsage usage = event.usage();
			return (usage != null) ? Usage.of(usage.totalTokens()).asFinal() : null;
		};
	}

}

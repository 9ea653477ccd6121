package ai.vluna.spring.autoconfigure;

import ai.vluna.spring.context.BillingSubjectResolver;
import ai.vluna.spring.context.SubjectResolution;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for finding out who pays.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "vluna.enabled", matchIfMissing = true)
public final class VlunaContextAutoConfiguration {

	VlunaContextAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SubjectResolution vlunaSubjectResolution(ObjectProvider<BillingSubjectResolver> resolvers) {
		return new SubjectResolution(resolvers.orderedStream().toList());
	}

}

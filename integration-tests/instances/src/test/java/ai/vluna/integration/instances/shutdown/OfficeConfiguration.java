package ai.vluna.integration.instances.shutdown;

import ai.vluna.spring.delivery.DeliveryLifecycle;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableAsync;

/**
 * What the applications have in common.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
@EnableAsync
@Import({ Doors.class, Mailbox.class, Work.class })
class OfficeConfiguration {

	/**
	 * Looks just before delivery begins to end.
	 */
	@Bean
	Witness before(ApplicationContext application) {
		return new Witness(DeliveryLifecycle.PHASE + 1, application);
	}

	/**
	 * Looks just after delivery has ended.
	 */
	@Bean
	Witness after(ApplicationContext application) {
		return new Witness(DeliveryLifecycle.PHASE - 1, application);
	}

}

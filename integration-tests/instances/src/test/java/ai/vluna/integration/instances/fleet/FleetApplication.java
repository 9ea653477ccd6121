package ai.vluna.integration.instances.fleet;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/**
 * An application of which there are several instances. It says on its standard output
 * where it listens.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
@Import({ Letters.class, LetterController.class })
public class FleetApplication {

	static final String READY = "READY ";

	@EventListener
	public void ready(ApplicationReadyEvent event) {
		System.out.println(READY + event.getApplicationContext().getEnvironment().getProperty("local.server.port"));
	}

	/**
	 * Start an instance.
	 * @param args its properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(FleetApplication.class, args);
	}

}

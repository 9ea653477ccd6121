package ai.vluna.integration.instances.pool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Starts the application with a pool that ten callers exhaust, and with Spring Boot's
 * default of an open session in view. It ends before its database does.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = ShopApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.hikari.pool-name=" + ShopApplication.POOL,
				"spring.datasource.hikari.maximum-pool-size=" + Crowd.SIZE, "spring.jpa.open-in-view=true",
				"spring.jpa.hibernate.ddl-auto=create", "vluna.delivery.store=jdbc",
				"vluna.delivery.jdbc.initialize-schema=always" })
@AutoConfigureEmbeddedGate
@DirtiesContext
@interface PoolTest {

}

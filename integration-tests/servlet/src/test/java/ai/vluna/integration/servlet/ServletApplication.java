package ai.vluna.integration.servlet;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

/**
 * An application that uses all of Spring's advice besides billing.
 */
@SpringBootApplication
@EnableAsync
@EnableCaching
@EnableMethodSecurity
class ServletApplication {

}

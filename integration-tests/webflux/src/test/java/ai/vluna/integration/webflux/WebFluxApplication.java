package ai.vluna.integration.webflux;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * An application whose requests never leave the event loop by themselves.
 */
@SpringBootApplication
@EnableResilientMethods
class WebFluxApplication {

}

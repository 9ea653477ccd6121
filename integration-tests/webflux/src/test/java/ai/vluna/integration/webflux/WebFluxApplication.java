package ai.vluna.integration.webflux;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application whose requests never leave the event loop by themselves.
 */
@SpringBootApplication
class WebFluxApplication {

}

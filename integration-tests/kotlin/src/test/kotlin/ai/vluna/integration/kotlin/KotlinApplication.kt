package ai.vluna.integration.kotlin

import ai.vluna.spring.test.gate.catalogue.GateCatalogue
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.context.annotation.Bean

/**
 * An application in Kotlin.
 */
@SpringBootApplication(proxyBeanMethods = false)
open class KotlinApplication {

	@Bean
	open fun catalogue(): GateCatalogue = GateCatalogue.builder()
		.feature("text") { it.price(2) }
		.account("acme") { it.balance("alice", 1_000_000) }
		.build()

}

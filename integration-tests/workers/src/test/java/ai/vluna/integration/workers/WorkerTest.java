package ai.vluna.integration.workers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Starts an application of the imported classes, connected to a real embedded gate. It is
 * stopped after the test, so that its workers do not work for the next one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = CatalogueConfiguration.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureEmbeddedGate
@DirtiesContext
@interface WorkerTest {

}

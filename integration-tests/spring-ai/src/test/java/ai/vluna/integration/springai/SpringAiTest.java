package ai.vluna.integration.springai;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Starts the application, connected to a real embedded gate and to providers.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = SpringAiApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
@AutoConfigureEmbeddedGate
@interface SpringAiTest {

}
